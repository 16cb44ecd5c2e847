import type { ComponentChildren } from 'preact';
import { useCycle } from '../pages/cycle-context.js';
import { useResource, useSession } from '../session.js';
import { Loading } from './loading.js';
import { ProblemMessage } from './problem-message.js';

/** One of the cycle's answers and what is made of it. While it cannot be had the last one stays, with the reason above it. */
export const Answer = <Body,>({
  of,
  children,
}: {
  readonly of: string;
  readonly children: (body: Body) => ComponentChildren;
}) => {
  const { path } = useCycle();
  const { resources } = useSession();
  const { data, problem } = useResource<Body>(`${path}/${of}`);
  return (
    <>
      {problem && <ProblemMessage problem={problem} onRetry={() => void resources.refresh(`${path}/${of}`)} />}
      {data !== undefined && children(data)}
      {data === undefined && !problem && <Loading />}
    </>
  );
};
