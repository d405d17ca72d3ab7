// Vite's `?raw` imports: a file as text, without Node's file system.
declare module '*?raw' {
  const text: string
  export default text
}
