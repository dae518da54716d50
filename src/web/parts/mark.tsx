export type Tone = 'good' | 'warn' | 'bad' | 'idle' | 'due'

const shapes: Readonly<Record<Tone, string>> = {
  good: 'M3 8.5 6.5 12 13 4.5',
  warn: 'M8 3v6M8 12.2v.6',
  bad: 'M4 4l8 8M12 4l-8 8',
  idle: 'M4 8h8',
  due: 'M8 4v4l3 2',
}

/** A state by word, shape and colour, so that none of them is needed alone. */
export const Mark = ({ tone, children }: { readonly tone: Tone; readonly children: string }) => (
  <span className={`mark ${tone}`}>
    <svg viewBox="0 0 16 16" aria-hidden="true">
      {tone === 'due' ? <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.5" /> : null}
      <path d={shapes[tone]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
    {children}
  </span>
)
