/** People and messages as the Bot API says them. */
import type { Media, Message, TelegramState, User } from './chat.ts';
import type { Keyboard } from './keyboards.ts';

export const userOnWire = (user: User) => ({
  id: user.id,
  is_bot: false,
  first_name: user.firstName,
  ...(user.lastName ? { last_name: user.lastName } : {}),
  ...(user.username ? { username: user.username } : {}),
  language_code: user.language,
});

export function messageOnWire(
  state: TelegramState,
  message: Message,
  bot: { id: number; username: string },
): Record<string, unknown> {
  const user = state.users.get(message.chat);
  const botUser = { id: bot.id, is_bot: true, first_name: 'Campañas', username: bot.username };
  const reply = message.replyTo ? state.chat(message.chat).messages.get(message.replyTo) : undefined;
  return {
    message_id: message.id,
    date: message.date,
    ...(message.editDate ? { edit_date: message.editDate } : {}),
    chat: { id: message.chat, type: 'private', first_name: user?.firstName ?? '' },
    from: message.from === 'user' && user ? userOnWire(user) : botUser,
    ...(message.text === undefined ? {} : { text: message.text, entities: message.entities ?? [] }),
    ...(message.caption === undefined
      ? {}
      : { caption: message.caption, caption_entities: message.entities ?? [] }),
    ...mediaOnWire(message.media),
    ...(message.contact
      ? {
          contact: {
            phone_number: message.contact.phone,
            first_name: message.contact.firstName,
            user_id: message.contact.userId,
          },
        }
      : {}),
    ...(message.forwarded ? { forward_origin: originOnWire(state, message.forwarded, botUser) } : {}),
    ...(message.shared ? { users_shared: sharedOnWire(message.shared) } : {}),
    ...(message.buttons ? { reply_markup: keyboardOnWire(message.buttons) } : {}),
    ...(reply ? { reply_to_message: messageOnWire(state, { ...reply, replyTo: 0 }, bot) } : {}),
    ...(message.albumId ? { media_group_id: message.albumId } : {}),
    ...(message.protected ? { has_protected_content: true } : {}),
    ...(message.pinnedMessage
      ? {
          pinned_message: {
            message_id: message.pinnedMessage,
            date: 0,
            chat: { id: message.chat, type: 'private' },
          },
        }
      : {}),
  };
}

function originOnWire(
  state: TelegramState,
  { from, date }: NonNullable<Message['forwarded']>,
  botUser: Record<string, unknown>,
) {
  const user = from === 'bot' ? undefined : state.users.get(from);
  return { type: 'user', sender_user: user ? userOnWire(user) : botUser, date };
}

function sharedOnWire({ requestId, users }: NonNullable<Message['shared']>) {
  return {
    request_id: requestId,
    users: users.map(({ id, firstName }) => ({
      user_id: id,
      ...(firstName === undefined ? {} : { first_name: firstName }),
    })),
  };
}

function mediaOnWire(media: Media | undefined) {
  if (!media) return {};
  const { file, thumbnail: small } = media;
  const common = { file_id: file.id, file_unique_id: file.id.slice(0, 12), file_size: file.size };
  const thumbnail = small && {
    ...{ file_id: small.id, file_unique_id: small.id.slice(0, 12), file_size: small.size },
    ...{ width: 320, height: 240 },
  };
  if (media.kind !== 'photo')
    return {
      [media.kind]: {
        ...common,
        ...{ file_name: file.name, mime_type: file.mime, duration: 1 },
        ...(thumbnail ? { thumbnail } : {}),
      },
    };
  const size = { ...common, width: media.width, height: media.height };
  return { photo: [{ ...size, file_id: file.id, width: 90, height: 90, file_size: 1000 }, size] };
}

function keyboardOnWire(buttons: Keyboard) {
  return {
    inline_keyboard: buttons.map((row) =>
      row.map(({ text, data, url, copy, webApp, style }) => ({
        text,
        ...(data === undefined ? {} : { callback_data: data }),
        ...(url ? { url } : {}),
        ...(copy ? { copy_text: { text: copy } } : {}),
        ...(webApp ? { web_app: { url: webApp } } : {}),
        ...(style ? { style } : {}),
      })),
    ),
  };
}
