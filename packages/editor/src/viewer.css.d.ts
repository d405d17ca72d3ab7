// TypeScript wants to know what a module is that is imported for what it does alone.
declare const nothing: undefined
export default nothing
