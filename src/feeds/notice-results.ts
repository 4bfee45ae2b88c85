import { date, oneOf, text } from './columns.ts'
import { feed } from './contract.ts'

export const noticeResults = feed({
  name: 'notice_results',
  summary: 'Delivery results of notices.',
  grain: 'notice',
  key: ['notice_id'],
  delivery: 'incremental',
  required: false,
  isAnswer: true,
  columns: {
    notice_id: text().describe('Id of the notice in outbox/notices.ndjson.'),
    sent_on: date().describe('Date on which it was sent, or on which sending failed.'),
    channel: text().optional().describe('Channel: mail, portal or phone.'),
    result: oneOf('sent', 'failed').default('sent').describe('Whether it was sent.'),
  },
})
