/** What the reading of a list leaves for the taps that follow: its columns, and why it could not be used. */
import { z } from 'zod';
import type { Kit } from '../context.ts';
import { createSlot, type Slot } from '../slot.ts';

const columns = z
  .array(z.object({ index: z.number(), name: z.string(), sample: z.string(), phoneShare: z.number() }))
  .readonly();

const origin = z.discriminatedUnion('is', [
  z.object({ is: z.literal('text'), encoding: z.string(), delimiter: z.string() }),
  z.object({
    ...{ is: z.literal('sheet'), sheet: z.string(), others: z.number() },
    names: z.array(z.string()).readonly().exactOptional(),
  }),
  z.object({ is: z.literal('contacts') }),
  z.object({ is: z.literal('pasted'), added: z.number() }),
]);

const problem = z.discriminatedUnion('is', [
  z.object({ is: z.literal('kind'), kind: z.string() }),
  z.object({ is: z.literal('empty') }),
  z.object({ is: z.literal('damaged'), sheet: z.boolean() }),
  z.object({ is: z.literal('large') }),
  z.object({ is: z.literal('no-column'), columns: z.array(z.string()).readonly(), origin }),
  z.object({ is: z.literal('excel'), count: z.number(), example: z.string() }),
  z.object({ is: z.literal('country'), country: z.string().nullable(), example: z.string() }),
  z.object({ is: z.literal('nobody'), out: z.number() }),
]);

export const columnsRead = ({ chats }: Pick<Kit, 'chats'>): Slot<z.infer<typeof columns>> =>
  createSlot(chats, 'columns', columns);

/** Null where it was read well. */
export const problemRead = ({ chats }: Pick<Kit, 'chats'>): Slot<z.infer<typeof problem> | null> =>
  createSlot(chats, 'problem', problem.nullable());
