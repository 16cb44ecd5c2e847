import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { refuse } from '#libs/kernel';
import { ReadStoreError, type FindQuery, type ReadStore } from '#libs/read-store';

export const LONGEST_PAGE = 500;

/** What every list takes. */
export class PageRequest {
  @ApiPropertyOptional({ description: 'Items a page.', minimum: 1, maximum: LONGEST_PAGE, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(LONGEST_PAGE)
  limit?: number;

  @ApiPropertyOptional({ description: '`next` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  @ApiPropertyOptional({ description: 'Cordillera-Position of a write that the answer must show.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
}

/** What a read takes that answers with one thing. */
export class ReadRequest {
  @ApiPropertyOptional({ description: 'Cordillera-Position of a write that the answer must show.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Cursor of the next page; absent on the last. */
  readonly next?: string;
}

/** One page of a collection. @throws Refusal cursor-malformed */
export const pageOf = async <Item>(
  documents: ReadStore,
  tenant: string,
  collection: string,
  query: FindQuery,
): Promise<Page<Item>> => {
  try {
    const { documents: found, next } = await documents.find(tenant, collection, query);
    return { items: found.map(({ document }) => document as unknown as Item), next };
  } catch (error) {
    // Filters and sorts are ours; what a caller can get wrong is the cursor.
    if (error instanceof ReadStoreError && error.code === 'invalid' && query.cursor !== undefined)
      return refuse('cursor-malformed', {}, '/cursor');
    throw error;
  }
};
