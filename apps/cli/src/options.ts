export interface CommonOptions {
  readonly data: string;
  readonly json: boolean;
}
