/** Leaves the event loop to a connection for as long as something waits for it, for so many ms at most. */
export async function waitWhile(isWaiting: () => boolean, deadline: number): Promise<void> {
  const end = performance.now() + deadline;
  while (isWaiting() && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, DRAIN_STEP_MS));
}

// --- internal ---

const DRAIN_STEP_MS = 10;
