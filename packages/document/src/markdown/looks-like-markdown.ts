// Is a pasted text Markdown, or only text with some stars in it? A wrong yes changes what somebody pasted, so one sign
// that also stands in ordinary text or in programs is not enough; a wrong no leaves the text as it is.

// Enough to judge by. Some of the patterns look ahead from every sign of a line, so a long line costs its square.
const judged = 4000

const clearSigns: readonly RegExp[] = [
  /^ {0,3}(`{3,}|~{3,}).*\n[^]*?\n {0,3}\1/m, // a fenced block
  /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$/m, // the rule below a table's head
  /^[ \t]*[-*+] \[[ xX]\] \S/m, // a task
  /!?\[[^\]\n]+\]\((?:https?:\/\/|mailto:|\.{0,2}\/|#)[^)\s]*\)/, // a link
  /^> \[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]/m,
]
const hints: readonly RegExp[] = [
  /(?:^|\n\n)#{1,6} \S.*(?:\n\n|\n?$)/, // a heading that stands alone
  /^#{2,6} \S/m,
  /^[ \t]*[-*+] \S.*\n+[ \t]*[-*+] \S/m, // two items
  /^[ \t]*\d+[.)] \S.*\n+[ \t]*\d+[.)] \S/m,
  /(?<![\w*])\*\*\S[^*\n]*\S\*\*(?![\w*])/,
  /(?<!`)`[^`\n]+`(?!`)/,
  /^> \S/m,
  /(?<!~)~~\S[^~\n]*~~(?!~)/,
]
// Lines that programs are made of.
const codeLine =
  /[;{}]\s*$|^\s*(?:import|from|def|class|function|const|let|var|return|if|for|while|#include|#!|<\?)\b/

/** Whether plain text would most probably be read better as Markdown. */
export function looksLikeMarkdown(text: string): boolean {
  const sample = text.slice(0, judged).replace(/\r\n?/g, '\n').trim()
  if (sample.startsWith('#!')) return false
  if (clearSigns.some((sign) => sign.test(sample))) return true
  const lines = sample.split('\n').filter((line) => line.trim() !== '')
  const code = lines.filter((line) => codeLine.test(line)).length
  if (code * 5 >= lines.length && code > 0) return false
  if (lines.length > 1 && lines.every((line) => /^\s*(?:[-*+]|\d+[.)]) \S/.test(line))) return true
  return hints.filter((sign) => sign.test(sample)).length >= 2
}
