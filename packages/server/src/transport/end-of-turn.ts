// Work for the end of the turn: after all that the network delivered in this round of the event loop was handled, and
// before the next is waited for. One immediate for everybody; a thousand of them would cost more than the work.

export interface EndOfTurnTask {
  /** MUST NOT throw. */
  endOfTurn(): void
}

let tasks: EndOfTurnTask[] = []

/** Runs the task once. An object and not a function: a closure for each open socket would cost memory for ever. */
export function atEndOfTurn(task: EndOfTurnTask): void {
  if (tasks.push(task) === 1) setImmediate(runTasks)
}

function runTasks(): void {
  const due = tasks
  tasks = []
  for (const task of due) task.endOfTurn()
}
