/** What the runs do not show, and where what is shown is weaker than what is promised. */
export const LIMITS = `## How far this goes

Promises that have limits:

- Delivery while MongoDB is away is not promised, nor durability beyond the only disk of a replica set of one member.
- A storm of 5,000 newcomers in a second (X16) takes 5 to 7 s to be let in, on two cores that also carry the newcomers. They wait at the door; whoever finds too many before him is told \`overloaded\` and when to come back. Requests compete with it, with answers after a second or so.
- Whether a token has expired is judged by the database's time, by which nodes correct their own. If that one is wrong, so is the judgement; numbers and order do not depend on clocks.

What is weaker than real life:

- Everything ran on one machine, over loopback; a run has some dozens of people, and a fault lasts seconds, the longest two minutes. One seed of all faults takes some 18 minutes, of the controls 11, of the plain gateway 5.
- Every link goes through a proxy of the suite: from devices and from services to each node, from each process to Redis, and from each process to the only mongod. The three members of a set (X11) have one proxy each for all processes and the other members together, since a set is reached by the names that it has given itself: a single process can't be cut off from it alone.
- The crowd of X16 connects past the proxies, from a process of its own. It is opened as fast as the machine can, and is judged by what it gets and by whether all come back, but not by I1 and I3 at rest: it leaves before.
- Many runs were made two or three at a time on two cores, while the machine also compiled. A run in which the suite used more than 85 % of its core is void; the column of stalls says how far the suite was held up.
- X14 drops packets in the kernel where there is root and \`nft\`; elsewhere the proxy delays parts as TCP's repetition would. Its title says which it was.
- Wrong clocks are a replaced clock in one process each.
- A half-open link is a proxy that swallows what it gets, and resets the connection when it is mended.
- A seed repeats what the suite draws, not how processes happen to be timed.

How it is judged:

- A run recovers when every connected device has everything that was acknowledged; the time counts from the fault's end, or from the acknowledgement if that came later.
- I6: memory may rise by 150 MB above what it was before the fault. The slope, of what is left after forced collections of garbage, is measured where a run is long enough: X4. At rest no change waits for its transaction and no call for Redis, connections to Redis and other open files are as many as before, those to MongoDB at most the pool of 50 and 3 more per member, those of callers at most the devices that are connected and 4. What a connection has not sent yet is not shown by the product; X15 sees it as memory.
- I8: an answer is late after 3.3 s (3 s, and what the caller needs itself). Where the suite's own event loop did not turn, measured every 100 ms, that time is taken off, at most 1 s for one answer; the column says how long the longest such stall was and how many answers it excuses.
- I9 is judged by X19 and X20: tokens expire and are revoked, under wrong clocks and while Redis is down.
- Vouchers are judged by X5 and X22: each employee has one and was told of it once, in I1 and I2. Ten of 10,000 have devices that look on; who deletes notifications may have deleted that one. They are not among what was acknowledged in the tables.

What is not tried yet: broadcasts (X5 and X22 hurt imports and allotments of vouchers, which the same queue carries), and a second worker that takes over from a blocked one. Server-sent events are tried in X24 and in one control; all other rows use sockets.

Earlier versions of the suite kept only the newest run of a row and seed, whether it had failed or not. Nothing that they have shown stands here, since their failures can't be counted.`;
