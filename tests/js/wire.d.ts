/** The shapes of the wire, for the JSDoc of scripts: trips/wire makes them, tests/test_wire_types.py compares. */

interface Member {
  id: string;
  name: string;
  avatar: string;
  isAdmin: boolean;
  joinedAt: string;
  broughtBy: string | null;
}

type Status = "recruiting" | "unlocked" | "closed" | "cancelled";

/** A step of the discount: so many members, and the percent that all of them save. */
interface DiscountStep {
  members: number;
  percent: number;
}

interface NextStep extends DiscountStep {
  missing: number;
}

/** The trip's own row. */
interface TripFields {
  id: string;
  name: string;
  description: string;
  place: string;
  cover: string;
  startDate: string | null;
  endDate: string | null;
  startTime: string | null;
  endTime: string | null;
  timeZone: string;
  requiredMembers: number;
  memberCount: number;
  waitingCount: number;
  isDiscountUnlocked: boolean;
  status: Status;
  capacity: number | null;
  joinBy: string | null;
  pricePerPerson: string | null;
  currency: string;
  discountPercent: number | null;
  discountSteps: DiscountStep[];
  discountPercentNow: number;
  nextStep: NextStep | null;
  closedAt: string | null;
  cancelledAt: string | null;
}

/** What a page knows of a trip: where its log stands; of a whole state also who is in, and the polls. */
interface Trip extends TripFields {
  epoch: string;
  seq: number;
  founderId?: string;
  members?: Member[];
  polls?: Poll[];
  messages?: Message[];
}

/** The whole state that a RESET brings. */
interface Snapshot extends Trip {
  founderId: string;
  members: Member[];
  polls: Poll[];
  messages: Message[];
}

/** What a hub makes of it at a moment. */
interface TripNow extends Trip {
  nowMs: number;
}

/** What an organiser has written to all. */
interface Message {
  number: number;
  text: string;
  name: string;
  at: string;
}

interface Option {
  id: string;
  text: string;
  startDate: string | null;
  endDate: string | null;
  url: string | null;
}

/** A poll as all may see it. */
interface Poll {
  id: string;
  kind: "options" | "dates";
  question: string;
  options: Option[];
  optionsVersion: number;
  mostChoices: number;
  results: "always" | "voted" | "closed";
  showsVoters: boolean;
  openedAt: string;
  closesAt: string | null;
  closedAt: string | null;
  version: number;
  votedCount: number;
  tally: Tally | null;
  maybes: Tally | null;
  pickedOptionId: string | null;
  pickedAt: string | null;
}

type PollState = "open" | "paused" | "ended" | "closed";

/** Plain text, what somebody typed, a question, with the poll's id where it is still there, a web address, a place. */
interface Piece {
  text: string;
  kind?: "name" | "poll" | "link" | "place";
  id?: string;
  isStrong?: boolean;
}

/** What may stand in the place of a part. */
type Part = string | number | Piece | Piece[];

/** What fills an element; undefined leaves it as it is. */
type Parts = Record<string, string | Piece[] | undefined>;

/** The votes by the ids of the options. */
type Tally = Record<string, number>;

/** What this viewer alone may see of a poll. */
interface MyPoll {
  pollId: string;
  version: number;
  tally: Tally | null;
  maybes: Tally | null;
  hasVoted: boolean;
  choices: string[];
  maybeChoices: string[];
  voters: Voter[] | null;
}

/** Who voted, and what. */
interface Voter {
  id: string;
  name: string;
  choices: string[];
  maybeChoices: string[];
}

/** An event of the log, a RESET or a HEARTBEAT. */
interface Frame {
  seq: number;
  epoch: string;
  type: string;
  at: string;
  data: News;
}

/** What frames hold; which of it, their type says, and `before` holds what has changed (trips/wire/events.py). */
interface News {
  member: Member;
  founderId?: string;
  memberId: string;
  memberCount: number;
  waitingCount?: number;
  promoted?: boolean;
  requiredMembers: number;
  isDiscountUnlocked: boolean;
  trip: Trip;
  before: TripFields & { founderId?: string };
  poll: Poll;
  pollId: string;
  question: string;
  message: Message;
  messages?: Message[];
}

/** Somebody who asks to be let in, or to be who they say. */
interface JoinRequest {
  id: string;
  name: string;
  isAdmin: boolean;
  kind: string;
  askedAt: string;
  looksLike: string[];
}

/** Somebody who waits for a place. */
interface Waiting {
  id: string;
  name: string;
  since: string;
}

/** Who cannot come: how many, and the newest names. */
interface Declined {
  count: number;
  names: string[];
}

/** What a form is answered that was not taken. */
interface Refusal {
  error: string;
  message: string;
  fields: Record<string, string>;
  next: string;
  initial: Record<string, string>;
  choices: Record<string, string[]>;
}
