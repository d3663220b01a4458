/** A session of an earlier sender was found: what became of it, told to the admins once. */
import { z } from 'zod';
import type { Voice } from '../texts/texts.ts';
import { IMPORTED } from '../upkeep/power.ts';
import { type Kit, tellAdmins } from './context.ts';
import { button, type Screen, screen } from './screen.ts';

const stored = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), phone: z.string(), aside: z.string() }),
  z.object({ ok: z.literal(false), problem: z.enum(['damaged', 'unlinked', 'several']) }),
]);
export type Imported = z.infer<typeof stored>;

export function importedScreen(voice: Voice, told: Imported): Screen {
  if (!told.ok)
    return screen(
      [voice.t(`connect-import-${told.problem}`)],
      [[button(voice.t('menu-b-connect'), 'connect:start', 'primary')]],
    );
  const folder = told.aside.split(/[/\\]/).at(-1) ?? '';
  return screen(
    [voice.t('connect-imported', { phone: `•••${told.phone.slice(-3)}`, folder })],
    [[button(voice.t('menu-b-new'), 'new:start', 'primary')]],
  );
}

/** Kept until there is an admin to tell. */
export async function tellImported(kit: Kit): Promise<void> {
  const told = stored.safeParse(await kit.chats.read(IMPORTED));
  if (!told.success) return;
  const any = await tellAdmins(kit, (voice) => importedScreen(voice, told.data), { loud: true });
  if (any) await kit.chats.erase(IMPORTED);
}
