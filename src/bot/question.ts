/**
 * Typed questions: one short grammY conversation each, whose answer goes into the store. A conversation that
 * is lost (a restart, changed code) costs one prompt; what was answered lies in the draft.
 */
import {
  type Conversation,
  type ConversationData,
  conversations,
  createConversation,
  type VersionedState,
} from '@grammyjs/conversations';
import { Composer, type Context, type MiddlewareFn } from 'grammy';
import type { ChatStore } from '../team/team.ts';
import type { BotContext } from './context.ts';

/** What a typed message says about the draft. */
const ABOUT_DRAFT = [
  'list',
  'country',
  'content',
  'gap',
  'pace',
  'closing',
  'mend',
  'text-name',
  'list-name',
  'when',
  'draft-name',
] as const;

/** What a typed message answers. Their names stand in the store while they are open. */
const QUESTIONS = [
  ...ABOUT_DRAFT,
  'text-rename',
  'list-rename',
  'campaign-when',
  'campaign-name',
  'password',
  'number',
  'optout-add',
  'optout-remove',
  'optout-import',
  'forget',
  'settings-zone',
  'settings-country',
  'settings-quiet',
  'settings-cap',
  'settings-owned',
  'settings-unregistered',
  'settings-failed',
  'settings-delivered',
  'settings-answers',
  'settings-unreadable',
  'settings-quota',
  'settings-canary',
] as const;
export type Question = (typeof QUESTIONS)[number];
/** Those that the area of this payload's word answers. */
export type QuestionOf<Word extends string> = Extract<Question, `${Word}-${string}`>;
export type DraftQuestion = (typeof ABOUT_DRAFT)[number];

/** Of those about the draft: whoever leaves another one keeps it. */
export const isAboutDraft = (kind: Question): boolean => ABOUT_DRAFT.some((one) => one === kind);

/** Takes one message; true when it was the answer, false when the question stays open. */
export type Answer = (ctx: BotContext) => Promise<boolean>;

/** Each kind of question is a conversation of its own name, so that the open one is known. */
const nameOf = (kind: Question) => `question-${kind}`;
/** A dialogue that never ends is ended: its log is replayed with every message. */
const MOST_ANSWERS = 20;

/** Before all that asks something: open questions come out of the store, and go back. */
export function openQuestions(chats: ChatStore): MiddlewareFn<BotContext> {
  return conversations<BotContext, Context>({
    storage: {
      type: 'key',
      version: 1,
      getStorageKey: (ctx) => (ctx.chat ? `question:${ctx.chat.id}` : undefined),
      adapter: {
        // Only the plugin writes these, and it looks at their version itself.
        read: async (key) => (await chats.read(key)) as VersionedState<ConversationData> | undefined,
        write: (key, state) => chats.write(key, state),
        delete: (key) => chats.erase(key),
      },
    },
  });
}

/** Right after `openQuestions`: what is no answer (commands, buttons, edits) goes on as if nothing were asked. */
export function takeAnswers(answers: Readonly<Record<Question, Answer>>): Composer<BotContext> {
  const questions = new Composer<BotContext>();
  for (const kind of QUESTIONS) {
    const question = async (conversation: Conversation<BotContext, Context>) => {
      for (let nth = 0; nth < MOST_ANSWERS; nth += 1) {
        await conversation.waitUntil(isAnswer, { next: true });
        const done = await conversation.external((ctx) => answers[kind](ctx));
        if (done) return;
      }
    };
    questions.use(createConversation(question, nameOf(kind)));
  }
  return questions;
}

const isAnswer = (ctx: Context) => ctx.message !== undefined && !isCommand(ctx);

/** Also one that nobody knows: it is neither an answer nor part of a message or list. */
export const isCommand = ({ message }: Context): boolean => message?.text?.startsWith('/') ?? false;

/** Opens a question; one that was open is closed. */
export async function askFor(ctx: BotContext, kind: Question): Promise<void> {
  await ctx.conversation.exitAll();
  await ctx.conversation.enter(nameOf(kind));
}

/** The question that is open in this chat. */
export const openQuestion = (ctx: BotContext): Question | null =>
  QUESTIONS.find((kind) => ctx.conversation.active(nameOf(kind)) > 0) ?? null;

/** Ends what is asked in this chat, if anything is. */
export async function closeQuestions(ctx: BotContext): Promise<void> {
  await ctx.conversation.exitAll();
}
