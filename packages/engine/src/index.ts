export { anonymous } from './access.ts'
export type { Grant, Role } from './access.ts'

export { createEngine } from './engine.ts'
export type { Engine, EngineOptions, JoinOptions } from './engine.ts'

export type { EngineEvent } from './events.ts'

export { defaultLimits } from './limits.ts'
export type { Limits } from './limits.ts'

export type { Cancel, Claim, Clock, Log, LogRow, Outlet } from './ports.ts'

export type { Peer, Renewal, Session } from './peer.ts'
