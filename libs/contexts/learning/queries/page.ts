import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { refuse } from '#libs/kernel';
import { ReadStoreError, type Filter, type ReadStore } from '#libs/read-store';

export class PageRequest {
  @ApiPropertyOptional({ minimum: 1, maximum: 1000, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  @ApiPropertyOptional({ description: 'A position that a write answered with: the page waits until it shows that write.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** One page of a collection, in the order of ids. @throws Refusal cursor-malformed */
export const pageOf = async <Item>(
  documents: ReadStore,
  tenant: string,
  collection: string,
  filter: Filter,
  { limit, cursor }: PageRequest,
): Promise<Page<Item>> => {
  try {
    const found = await documents.find(tenant, collection, { filter, limit, cursor });
    return { items: found.documents.map(({ document }) => document as unknown as Item), next: found.next };
  } catch (error) {
    if (error instanceof ReadStoreError && error.code === 'invalid' && cursor !== undefined) return refuse('cursor-malformed');
    throw error;
  }
};
