import { registerDecorator, type ValidationOptions } from 'class-validator';

/** A decorator for one field of a request's body. @param message what the field must be: it follows the field's name */
export const bodyRule =
  (name: string, holds: (value: unknown) => boolean, message: string) =>
  (options?: ValidationOptions): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      options: { message: `${String(property)} ${message}`, ...options },
      validator: { validate: holds },
    });

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
