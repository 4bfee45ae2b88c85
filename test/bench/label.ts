/** A short name for a statement, without any value: what it creates or reads, without numbers. */
export const labelOf = (sql: string): string => {
  const text = sql
    .replaceAll(/\/\*.*?\*\//gs, ' ')
    .replaceAll(/--.*$/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
  const made =
    /^(create|insert|update|delete)( or replace)?( temp| temporary)?( table| view| schema| macro| into| from)*( if not exists)? ([\w".]+)/.exec(
      text,
    )
  if (made) return `${made[1]} ${plain(made[6] ?? '')}`
  const copied = /^copy .* to '[^']*\/([^'/]+)'/.exec(text)
  if (copied) return `copy to ${plain(copied[1] ?? '')}`
  const read = /\bfrom (\w+\.\w+)/.exec(text)
  const verb = /^\w+/.exec(text)?.[0] ?? 'statement'
  return read ? `${verb} from ${plain(read[1] ?? '')}` : plain(text.slice(0, 60))
}

const plain = (text: string): string =>
  text
    .replaceAll(/'[^']*'?/g, '…')
    .replaceAll(/["]/g, '')
    .replaceAll(/[0-9]+/g, '#')
