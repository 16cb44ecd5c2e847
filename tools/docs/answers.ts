import ts from 'typescript';

import type { Answers, Schema } from '../../apps/api/src/answers.js';

const ROUTES = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);
/** Shapes that stand for "any JSON". */
const ANYTHING = new Set(['JsonObject', 'JsonValue']);

const decorated = (node: ts.Node, names: ReadonlySet<string>): boolean =>
  ts.canHaveDecorators(node) &&
  (ts.getDecorators(node) ?? []).some(
    ({ expression }) =>
      ts.isCallExpression(expression) && ts.isIdentifier(expression.expression) && names.has(expression.expression.text),
  );

/** What every route answers with, read from the types of the controllers' methods. */
export const answersOf = (configFile: string): Answers => {
  const { config } = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)) as { config: object };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const controllers = fileNames.filter((name) => name.endsWith('.controller.ts'));
  const program = ts.createProgram(controllers, { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const schemas = new Map<string, Schema>();
  /** Which type a name stands for: two contexts may have a type of one name. */
  const named = new Map<string, ts.Type>();

  const nameOf = (type: ts.Type): string | undefined => {
    const symbol = type.aliasSymbol ?? (type.isClassOrInterface() ? type.getSymbol() : undefined);
    const generic = (type.aliasTypeArguments?.length ?? 0) > 0 || checker.getTypeArguments(type as ts.TypeReference).length > 0;
    if (!symbol || generic) return undefined;
    const [declaration] = symbol.declarations ?? [];
    if (!declaration || program.isSourceFileDefaultLibrary(declaration.getSourceFile())) return undefined;
    return symbol.name;
  };

  const literal = (type: ts.Type): string | number | boolean | undefined => {
    if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
    if (type.flags & ts.TypeFlags.BooleanLiteral) return checker.typeToString(type) === 'true';
    return undefined;
  };

  const unionOf = (types: readonly ts.Type[]): Schema => {
    const parts = types.filter(({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)));
    const nullable = parts.some(({ flags }) => flags & ts.TypeFlags.Null);
    const rest = parts.filter(({ flags }) => !(flags & ts.TypeFlags.Null));
    const literals = rest.map(literal);
    let schema: Schema | undefined;
    const bools = literals.filter((value) => typeof value === 'boolean');
    if (bools.length === 2 && rest.length === 2) schema = { type: 'boolean' };
    else if (rest.length > 0 && literals.every((value) => value !== undefined)) {
      const [first] = new Set(literals.map((value) => typeof value));
      const one = new Set(literals.map((value) => typeof value)).size === 1;
      return { ...(one ? { type: nullable ? [first, 'null'] : first } : {}), enum: nullable ? [...literals, null] : literals };
    }
    schema ??= rest.length === 1 && rest[0] ? schemaOf(rest[0]) : undefined;
    if (schema) {
      if (!nullable) return schema;
      const { type } = schema;
      return typeof type === 'string' && !('enum' in schema)
        ? { ...schema, type: [type, 'null'] }
        : { anyOf: [schema, { type: 'null' }] };
    }
    const others = rest.filter((type) => !(type.flags & ts.TypeFlags.BooleanLiteral)).map(schemaOf);
    if (bools.length > 0) others.push(bools.length === 2 ? { type: 'boolean' } : { type: 'boolean', enum: bools });
    if (nullable) others.push({ type: 'null' });
    const distinct = [...new Map(others.map((one) => [JSON.stringify(one), one])).values()];
    return distinct.length === 1 && distinct[0] ? distinct[0] : { anyOf: distinct };
  };

  const objectOf = (type: ts.Type): Schema => {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of checker.getPropertiesOfType(type)) {
      const declaration = property.valueDeclaration ?? property.declarations?.[0];
      const of = declaration ? checker.getTypeOfSymbolAtLocation(property, declaration) : checker.getTypeOfSymbol(property);
      if (of.getCallSignatures().length > 0) continue;
      const description = ts.displayPartsToString(property.getDocumentationComment(checker)).replaceAll(/\s+/g, ' ');
      const schema = schemaOf(of);
      properties[property.name] = description === '' ? schema : { description, ...schema };
      const mayLack = of.isUnion() && of.types.some(({ flags }) => flags & ts.TypeFlags.Undefined);
      if (!(property.flags & ts.SymbolFlags.Optional) && !mayLack) required.push(property.name);
    }
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(index ? { additionalProperties: schemaOf(index.type) } : {}),
    };
  };

  const schemaOf = (type: ts.Type): Schema => {
    const { flags } = type;
    const alias = type.aliasSymbol?.name;
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown) || (alias !== undefined && ANYTHING.has(alias))) return {};
    if (flags & ts.TypeFlags.Null) return { type: 'null' };
    const name = nameOf(type);
    const named_ = name !== undefined && (type.isUnion() || flags & ts.TypeFlags.Object || type.isIntersection());
    if (named_) return referred(name, type);
    return plain(type);
  };

  const plain = (type: ts.Type): Schema => {
    const { flags } = type;
    const value = literal(type);
    if (value !== undefined) return { type: typeof value, enum: [value] };
    if (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.TemplateLiteral)) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (flags & ts.TypeFlags.BooleanLike && !type.isUnion()) return { type: 'boolean' };
    if (type.isUnion()) return unionOf(type.types);
    if (type.isIntersection()) {
      const primitive = type.types.find((one) => one.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike));
      return primitive ? plain(primitive) : objectOf(type);
    }
    if (checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type as ts.TypeReference).map(schemaOf);
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: item ? schemaOf(item) : {} };
    }
    return objectOf(type);
  };

  const referred = (wanted: string, type: ts.Type): Schema => {
    let name = wanted;
    for (let n = 2; named.has(name) && named.get(name) !== type; n += 1) {
      const before = named.get(name);
      // One shape declared in two contexts is one schema.
      if (before && JSON.stringify(plain(before)) === JSON.stringify(plain(type)))
        return { $ref: `#/components/schemas/${name}` };
      name = `${wanted}${n}`;
    }
    if (!named.has(name)) {
      named.set(name, type);
      schemas.set(name, plain(type));
    }
    return { $ref: `#/components/schemas/${name}` };
  };

  /** What a method's answer is made of; `undefined` where there is no JSON body. */
  const bodyOf = (method: ts.MethodDeclaration): Schema | undefined => {
    const signature = checker.getSignatureFromDeclaration(method);
    if (!signature) return undefined;
    const answer = checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
    if (!answer) return undefined;
    const written = answer.getSymbol()?.name === 'Written' ? checker.getTypeArguments(answer as ts.TypeReference)[0] : answer;
    if (!written || written.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Any | ts.TypeFlags.String))
      return undefined;
    return schemaOf(written);
  };

  const operations = new Map<string, Schema>();
  for (const path of [...controllers].sort()) {
    const source = program.getSourceFile(path);
    if (!source) continue;
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement) || !statement.name || !decorated(statement, new Set(['Controller']))) continue;
      for (const member of statement.members) {
        if (!ts.isMethodDeclaration(member) || !decorated(member, ROUTES)) continue;
        const body = bodyOf(member);
        if (body) operations.set(`${statement.name.text.replace('Controller', '')}_${member.name.getText(source)}`, body);
      }
    }
  }
  const sorted = <T>(map: ReadonlyMap<string, T>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { operations: sorted(operations), schemas: sorted(schemas) };
};

/** apps/api/src/answers.generated.ts. */
export const answersModule = (answers: Answers): string =>
  `// Written by \`npm run docs\`; change the controllers' types instead.
import type { Answers } from './answers.js';

export const answers: Answers = ${JSON.stringify(answers, null, 2)};
`;
