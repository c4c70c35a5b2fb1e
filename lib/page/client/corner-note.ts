import type uPlot from 'uplot';

/** Writes into the corner of a plot what the pointer is at; the note is made with the first text. */
export function cornerNote(): (plot: uPlot, text: string) => void {
  let note: HTMLElement | undefined;
  return (plot, text) => {
    if (!note) {
      note = document.createElement('div');
      note.className = 'pointed';
      note.setAttribute('aria-hidden', 'true');
      plot.over.append(note);
    }
    note.textContent = text;
  };
}

/** Epoch milliseconds of what the pointer is at; undefined when it is beside the plot. */
export function pointedAt({ cursor, data }: uPlot): number | undefined {
  return cursor.idx === null || cursor.idx === undefined ? undefined : data[0][cursor.idx];
}
