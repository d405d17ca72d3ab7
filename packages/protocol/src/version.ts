/** The version of the wire described in PROTOCOL.md. A change that an older peer would misread raises it. */
export const protocolVersion = 1
