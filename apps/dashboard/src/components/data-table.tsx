import { useId } from 'preact/hooks';
import { useText } from '../i18n.js';
import type { Cell, Table } from '../table.js';

const TableCell = ({ cell, numeric }: { readonly cell: Cell; readonly numeric: boolean }) => {
  switch (cell.kind) {
    case 'number':
      return <td class="number">{cell.text}</td>;
    case 'text':
      return <td>{cell.text}</td>;
    case 'withheld':
      return (
        <td class={numeric ? 'withheld number' : 'withheld'} data-withheld={cell.mark}>
          <span aria-hidden="true">{'\u25A8 '}</span>
          {cell.text}
        </td>
      );
    case 'none':
      return <td class={numeric ? 'none number' : 'none'}>{cell.text}</td>;
  }
};

/** A table with its caption, in a frame of its own that scrolls where the page is narrow. */
export const DataTable = ({
  table,
  under,
}: {
  readonly table: Table;
  /** The heading that it stands under: a caption that says the same is heard, not seen. */ readonly under?: string;
}) => {
  const { t } = useText();
  const id = useId();
  const [first, ...others] = table.columns;
  // A column of numbers has its head above them.
  const numeric = others.map((_, at) => table.rows.some(({ cells }) => cells[at]?.kind === 'number'));
  const marks = new Set(
    table.rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell.kind === 'withheld' ? [cell.mark] : []))),
  );
  return (
    <div class="table-scroll" role="region" tabIndex={0} aria-labelledby={id}>
      <table>
        <caption id={id} class={table.caption === under ? 'unseen' : undefined}>
          <span>{table.caption}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {others.map((column, at) => (
              <th key={column} scope="col" class={numeric[at] ? 'number' : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.more === undefined ? (
                  row.header
                ) : (
                  <>
                    <span>{row.header}</span>
                    <span class="row-more">{row.more}</span>
                  </>
                )}
              </th>
              {row.cells.map((cell, at) => (
                <TableCell key={others[at]} cell={cell} numeric={numeric[at] ?? false} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {[...marks].sort().map((mark) => (
        <p class="table-note" key={mark}>
          <span aria-hidden="true">{'\u25A8 '}</span>
          {t(`withheld.${mark}`)}
        </p>
      ))}
    </div>
  );
};
