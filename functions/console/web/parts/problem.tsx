// A refusal of the API in words: what is wrong, what would be right, and the names by which an operator finds it.
import type { Refusal } from '../app/connection.ts';
import { Copyable } from './copyable.tsx';

interface ProblemBoxProps {
  readonly error: Refusal;
  readonly again?: (() => void) | undefined;
}

export const ProblemBox = ({ error, again }: ProblemBoxProps) => (
  <div className="notice problem" role="alert">
    <p>
      <strong>{error.problem.title}.</strong> {error.problem.detail}
    </p>
    {error.problem.fields && error.problem.fields.length > 0 && (
      <ul>
        {error.problem.fields.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <code>{path}</code> {message}
          </li>
        ))}
      </ul>
    )}
    {error.problem.legal && error.problem.legal.length > 0 && <p>Possible now: {error.problem.legal.join(', ')}.</p>}
    <p className="small">
      <code>{error.problem.code}</code>
      {error.requestId !== undefined && (
        <>
          {' '}
          · request <Copyable text={error.requestId} />
        </>
      )}
    </p>
    {again && (
      <button type="button" onClick={again}>
        Try again
      </button>
    )}
  </div>
);
