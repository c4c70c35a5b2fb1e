import { type Inbox, type Mail, startInbox } from '../../../lib/local/alert/inbox';

const slack = { kind: 'slack', target: 'ssm:/slack', path: '/slack/0' } as const;
const pager = { kind: 'pagerduty', target: 'ssm:/pager', path: '/pagerduty/1' } as const;

let inbox: Inbox;
let seen: Mail[];
beforeEach(async () => {
  seen = [];
  inbox = await startInbox({ channels: [slack, pager], now: () => 5, onMail: (mail) => seen.push(mail) });
});
afterEach(() => inbox.close());

const post = (url: string, body: string) => fetch(url, { method: 'POST', body });

test('a post to the address of a channel arrives, with the time of the realm', async () => {
  const response = await post(inbox.urlOf(slack), '{"text":"core is silent"}');
  expect([response.status, await response.text()]).toEqual([200, 'ok']);
  const mail = {
    at: 5,
    channel: 'slack',
    target: 'ssm:/slack',
    summary: 'core is silent',
    body: '{"text":"core is silent"}',
  };
  expect(seen).toEqual([mail]);
  expect(inbox.mails()).toEqual([mail]);
});

test('a path below that of a channel is its own', async () => {
  expect((await post(`${inbox.urlOf(pager)}/v2/enqueue`, '{}')).status).toBe(200);
  expect(seen).toMatchObject([{ channel: 'pagerduty' }]);
});

test('anything else is refused and nobody is told', async () => {
  expect((await post(`${inbox.url}/slack/01`, 'x')).status).toBe(404);
  expect((await fetch(inbox.urlOf(slack))).status).toBe(400);
  expect((await post(inbox.urlOf(slack), 'x'.repeat(1024 * 1024 + 1))).status).toBe(400);
  expect(seen).toEqual([]);
});

test('mail that comes another way is kept too, and only so much of it', () => {
  for (let i = 0; i < 120; i++) {
    inbox.put({ channel: 'email', target: 'oncall@example.com', summary: String(i), body: '' });
  }
  expect(inbox.mails()).toHaveLength(100);
  expect(inbox.mails().at(-1)).toMatchObject({ at: 5, channel: 'email', summary: '119' });
});
