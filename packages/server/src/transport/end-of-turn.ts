// Work for the end of the turn: after all that the network delivered in this round of the event loop was handled, and
// before the next is waited for. One immediate for everybody; a thousand of them would cost more than the work.

let tasks: (() => void)[] = []

/** Runs the task once. It MUST NOT throw. */
export function atEndOfTurn(task: () => void): void {
  if (tasks.push(task) === 1) setImmediate(runTasks)
}

function runTasks(): void {
  const due = tasks
  tasks = []
  for (const task of due) task()
}
