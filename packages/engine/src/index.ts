export { createEngine } from './engine.ts'
export type { Engine, EngineOptions, JoinOptions, Role, Session } from './engine.ts'

export type { EngineEvent } from './events.ts'

export { defaultLimits } from './limits.ts'
export type { Limits } from './limits.ts'

export type { Cancel, Clock, Log, LogRow, Outlet } from './ports.ts'
