## guard
guard-stranger = Este bot es privado.
    Pide una invitación a quien lo administra.
guard-group = Trabajo solo en chat privado.
guard-b-private = Abrir chat
guard-invitation-used = Esta invitación ya se usó o venció.
    Pide otra a quien administra el bot.
guard-short-description = Campañas de WhatsApp desde Telegram. Bot privado.
guard-admins = Solo quien administra puede hacer esto.
guard-contested = Otro programa lee los mensajes de este bot
    Puede quedarse con lo que escribes y tocas. Apaga el que sobre; las campañas siguen.
guard-old = Este menú ya no sirve. Te muestro el actual.
guard-error = Algo falló de mi lado. Tu borrador está a salvo.
    Quedó anotado: código { $code }.
guard-description = Campañas de WhatsApp desde aquí: lista, mensaje, enviar.
    Bot privado, solo para personas autorizadas.

## menu
menu-claimed = Listo, { $name }: eres quien administra este bot.
    Paso 1 de 3: conecta tu WhatsApp.
menu-claim-used = Este enlace ya se usó o venció.
    Reinicia el programa para obtener otro.
menu-first-link = WhatsApp conectado: { $phone }
    Paso 2 de 3: prueba contigo. Te llegará un mensaje a tu propio chat.
menu-online-idle = WhatsApp conectado · nada enviando
menu-online-sending = WhatsApp conectado · { $count } { $count ->
        [one] campaña
       *[other] campañas
    } enviando
menu-not-linked = Falta conectar WhatsApp
menu-asleep = WhatsApp dormido · despierta solo
menu-reconnecting = Sin conexión · intento { $attempt } de { $of }
menu-offline = WhatsApp sin conexión
menu-today = Hoy: { $sent }, { $replies }.
menu-next = Próxima: { $at }.
menu-nothing = No hay nada que cancelar.
menu-cancelled = Borrador descartado.
menu-b-connect = Conectar WhatsApp
menu-b-new = Nueva campaña
menu-b-campaigns = Campañas
menu-b-status = Estado
menu-b-stats = Estadísticas
menu-b-optouts = Bajas
menu-b-help = Ayuda
menu-b-settings = Ajustes
menu-b-menu = Menú
menu-b-panel = Abrir panel
menu-b-panel-short = Panel
menu-b-self = Enviarme una prueba
menu-b-skip = Saltar y crear campaña
menu-c-start = Menú
menu-c-connect = Conectar WhatsApp
menu-c-new = Nueva campaña
menu-c-campaigns = Mis campañas
menu-c-status = Estado ahora
menu-c-stats = Estadísticas
menu-c-optouts = Bajas
menu-c-disable = Reinicio seguro
menu-c-logout = Desvincular WhatsApp
menu-c-settings = Ajustes
menu-c-operators = Equipo
menu-c-logs = Registros del programa
menu-c-enable = Encender
menu-c-cancel = Cancelar lo que estoy haciendo
menu-c-help = Ayuda
help-show = ¿En qué te ayudo?
help-list = Cómo preparar la lista
    Una columna con números; las otras, datos como el nombre.
    Sin código de país, uso el de tu país.
    En Excel: Archivo → Guardar como → CSV.
    Si Excel muestra 5,95981E+11: columna → Formato → Texto, y pega los números otra vez.
help-text = Cómo escribir el mensaje
    Escribe {"{"}nombre{"}"} donde va un dato de tu lista.
    Si puede faltar: {"{"}nombre|amigo{"}"}
    También puedes mandar fotos, PDF, video o audio, con texto antes o después.
    Negrita: *así*. Cursiva: _así_. Tachado: ~así~.
help-connect = Cómo conectar WhatsApp
    En el otro teléfono: WhatsApp → Ajustes (o menú ⋮) → Dispositivos vinculados → Vincular.
    Escanea el código que te mando. El teléfono debe tener internet.
    ¿Está en este mismo teléfono? Pide un código de 8 letras: lo copias y lo escribes allí.
help-limits = Cómo cuidar tu número
    Escribe solo a quien lo aceptó; empieza por quien te conoce.
    Con un vínculo nuevo salen pocas personas nuevas al día; el límite sube solo con las semanas. Quien te escribió hace poco no cuenta.
    En las horas de silencio no envío: quien se molesta te bloquea.
    Si WhatsApp te limita, espero hasta la hora que dice y sigo solo. No se pierde nadie.
    No insistas: vincular otra vez o cambiar de número empeora el límite.
help-limits-today = Límite de hoy: { $cap }.
help-trouble = Algo no funciona
    Sin conexión: mira que ese teléfono tenga internet, y toca Reconectar.
    No sale nada: Estado dice qué espera y hasta cuándo.
    Fallidos: el informe de la campaña dice el motivo de cada número.
    Muchos sin WhatsApp: la lista es vieja, o le falta el código de país.
    Un botón no responde: escribe /start y sigue desde el menú.
help-team = El equipo
    Invita con un enlace: vale 24 horas y una sola vez.
    Quien opera crea campañas, las pausa y ve informes. Quien administra cambia además los ajustes, el equipo y reinicia.
    Quitar a alguien vale al instante; sus campañas siguen.
    El registro guarda quién hizo qué, y se exporta.
help-consent = Bajas y permisos
    Quien contesta BAJA, STOP o SAIR sale de la lista al instante y no recibe más campañas.
    Antes de enviar confirmas que esas personas aceptaron. Queda registrado con tu nombre.
    Si alguien lo pide de otra forma, agrégalo en Bajas.
help-power = Reiniciar o apagar
    /disable termina lo que va en camino, guarda y vuelve en segundos.
    /disable hold apaga hasta /enable.
    /logout desvincula WhatsApp; volver puede costar.
    Las campañas siguen donde estaban.
help-b-list = Preparar la lista
help-b-text = Escribir el mensaje
help-b-connect = Conectar WhatsApp
help-b-limits = Cuidar mi número
help-b-consent = Bajas y permisos
help-b-trouble = Algo no funciona
help-b-team = El equipo
help-b-people = Ver el equipo
help-b-power = Reiniciar o apagar
help-b-doctor = Revisar que todo ande
help-b-restart = Reiniciar ahora
help-b-hold = Apagar
help-b-logout = Desvincular
help-b-sample = Ver un ejemplo
help-b-example = Ver un ejemplo de lista
help-sample = Un ejemplo de lista. Cámbiala y envíamela.
help-sample-name = ejemplo.csv
help-sample-csv = telefono;nombre
    0981 123456;Ana
    0971 555000;Luis

## connect
connect-scan = Escanea este código con WhatsApp · vence { $when }
    En el otro teléfono: WhatsApp → Ajustes (o menú ⋮) → Dispositivos vinculados → Vincular.
    ¿WhatsApp está en este mismo teléfono? Usa un código de 8 letras.
connect-scanned = Código leído. Terminando de vincular…
connect-typed = Si ese teléfono dice que no sirve, escríbelo otra vez: { $code }
connect-stuck = El teléfono no termina de vincular
    Puede que WhatsApp pida una llave de acceso (passkey) a esa cuenta; este programa no puede dar ese paso.
    Mira ese teléfono. Prueba la otra forma de vincular, o espera un día; insistir no ayuda.
connect-passkey = WhatsApp pide una llave de acceso (passkey)
    Es un paso que WhatsApp exige a algunas cuentas al vincular, y este programa no puede darlo.
    Prueba la otra forma de vincular, espera un día, o vincula otro número. Nada se perdió.
connect-expired = El código venció. No hay problema.
    Pide otro cuando tengas el teléfono a mano.
    ¿Ya lo habías leído y no terminó? WhatsApp puede pedir una llave de acceso (passkey): prueba la otra forma.
connect-number = ¿Qué número tiene ese WhatsApp?
    Toca "Compartir mi número" o escríbelo con código de país: +595 981 123 456
connect-number-wrong = Ese número no es válido.
    Escríbelo con código de país: +595 981 123 456
connect-number-country = Falta el código de país.
    Escríbelo con + y el código: +595 981 123 456
connect-letters = Tu código: { $code } · vence { $when }
    Para { $phone }
    1. WhatsApp → Ajustes (o menú ⋮) → Dispositivos vinculados.
    2. Vincular dispositivo → Vincular con número de teléfono.
    3. Escribe el código. Si no llega ningún aviso, sigue igual.
connect-too-many = Otro código de 8 letras: { $when }
    Pedirlos seguido hace que WhatsApp los niegue. El QR puedes pedirlo ya.
connect-refused = WhatsApp no dio un código para ese número
    Revisa que { $phone } sea el de ese WhatsApp, o usa el QR.
connect-no-answer = No llegó ningún código de WhatsApp
    Puede ser la conexión, o que alguien más pidió otro. Prueba otra vez o usa el QR.
connect-asking = Pidiendo un código a WhatsApp…
connect-online = WhatsApp conectado: { $phone }
connect-goes-on = La campaña { $id } sigue sola desde { $done } de { $people }.
connect-already = WhatsApp ya está conectado: { $phone }
connect-lost = WhatsApp sin conexión desde { $at }
    Probé 5 veces. Revisa que ese teléfono tenga internet. Nada se perdió.
connect-removed = WhatsApp cerró la sesión de este bot
    La quitaron en "Dispositivos vinculados". Vincula otra vez para seguir.
connect-removed-away = WhatsApp cerró la sesión mientras no estábamos
    La quitaron en ese teléfono, o pasó dos semanas sin usarse. Vincula otra vez para seguir; nada se perdió.
connect-locked = WhatsApp bloqueó esta cuenta
    Abre WhatsApp en el teléfono y pide una revisión. No insisto por mi cuenta.
connect-unknown = WhatsApp cerró la sesión (código { $code })
    Vincula otra vez para seguir. Nada se perdió.
connect-banned = WhatsApp cerró esta cuenta
    Ese número ya no puede usar WhatsApp. En el teléfono puedes pedir una revisión. No insisto por mi cuenta.
connect-suspended = WhatsApp suspendió la cuenta hasta { $until }
    Espero hasta entonces. Insistir puede bloquear tu número.
connect-suspended-unknown = WhatsApp suspendió la cuenta
    No dijo hasta cuándo. Espero un día antes de probar otra vez.
connect-why-strangers = Su motivo: se escribió a muchas personas que no lo esperaban.
connect-why-blocked = Su motivo: muchas personas bloquearon este número.
connect-why-groups = Su motivo: se crearon muchos grupos con desconocidos.
connect-why-same-text = Su motivo: el mismo texto salió demasiadas veces.
connect-why-broadcast = Su motivo: demasiados envíos a listas de difusión.
connect-unreachable = No pude llegar a WhatsApp
    Este servidor no tiene internet, o WhatsApp no contesta. Prueba otra vez en un minuto.
connect-replaced = Esta sesión está abierta en otro lugar
    Otro programa usa la misma vinculación desde { $at }. No peleo con él: decide tú.
connect-out = Me quedo fuera: la sesión sigue en el otro programa
    Aquí no sale ni entra nada, tampoco después de un reinicio. Puedes volver cuando quieras.
connect-outdated = WhatsApp pide una versión más nueva
    Actualiza este programa. Las campañas esperan; nada se perdió.
connect-cancelled = Bien, lo dejamos para después.
connect-reconnecting = Probando otra vez…
connect-awake = Sigo despierto.
connect-drowsy = En { $time } me duermo: nadie me usa
connect-asleep = Dormido. Despierto solo si hay algo que enviar.
connect-waking = Despertando…
connect-b-later = Dejarlo para después
connect-b-code = Nuevo código
connect-b-again = Vincular otra vez
connect-b-retry = Reconectar
connect-b-take = Tomar el control
connect-b-out = Quedarme fuera
connect-b-awake = Seguir despierto
connect-b-wake = Despertar
connect-b-try = Probar otra vez
connect-b-here = Está en este teléfono
connect-b-letters = Usar 8 letras
connect-b-qr = Usar QR
connect-b-copy = Copiar código
connect-b-other-code = Otro código
connect-b-number = Otro número
connect-b-share = Compartir mi número
connect-b-stop = Cancelar
connect-imported = WhatsApp vinculado con la sesión que estaba aquí
    Cuenta { $phone }, sin escanear. Apaga el programa anterior: dos no pueden usar la misma sesión.
    Sus archivos quedaron guardados en bot_sessions, en { $folder }.
connect-import-damaged = Encontré una sesión anterior, pero está dañada
    No la toqué. Vincula de nuevo con un código, o pon sus archivos completos en bot_sessions y reinicia.
connect-import-unlinked = Encontré una sesión anterior que no está vinculada
    No la toqué. Vincula con un código.
connect-import-several = Encontré varias sesiones anteriores
    No toqué ninguna: deja en bot_sessions solo la carpeta que quieres usar y reinicia, o vincula con un código.

## new
new-list = Paso 1 de 3: envíame la lista
    Un archivo .xlsx, .csv o .vcf con los números. También puedes pegarlos aquí o compartir contactos.
new-exists = Tienes un borrador: { $name }, { $people }
new-exists-since = Es de { $when }. Empezar otro lo descarta.
new-reading = Leyendo { $name } · { $rows } filas
new-read = Lista leída: { $people } para escribir
new-read-pasted = Lista: { $people } · acabo de sumar { $added }
new-read-column = Números: columna "{ $column }". Sin código de país: { $country }.
new-read-no-column = Sin código de país: { $country }.
new-read-no-country = Todos deben llevar código de país: no sé de qué país son los demás.
new-read-sheet = Hoja "{ $sheet }"{ $others ->
        [0] .
        [one] ; hay otra hoja con datos que no uso.
       *[other] ; hay otras { $others } hojas con datos que no uso.
    }
new-read-contacts = De cada contacto uso el móvil; si no tiene, otro número.
new-read-more = Puedes enviar más números o contactos: se suman.
new-read-accents = ¿Se leen bien? { $values }
new-read-several = { $count ->
        [one] Una fila trae
       *[other] { $shown } filas traen
    } varios números: uso uno, primero el móvil.
new-read-landlines = { $count ->
        [one] Uno parece fijo: le escribo si tiene
       *[other] { $shown } parecen fijos: les escribo si tienen
    } WhatsApp.
new-read-out = Fuera: { $parts }.
new-read-repeated = De cada número repetido queda la primera fila.
new-read-joined = Las filas de un mismo número van en un mensaje: { $example }.
new-read-each = Cada fila de un número repetido es un mensaje.
new-read-damaged = { $count ->
        [one] Excel dañó 1 número: está entre los no válidos.
       *[other] Excel dañó { $shown } números: están entre los no válidos.
    }
new-read-fields = Datos para el mensaje: { $fields }
new-columns = ¿Qué columna tiene los números?
new-countries = ¿De qué país son los números sin código?
new-country-ask = ¿De qué país son los números sin código?
    Escríbelo: su nombre o su código, por ejemplo Paraguay o +595.
new-country-unknown = No conozco ese país: { $text }
    Escribe su nombre o su código, por ejemplo Paraguay o +595.
new-content = Paso 2 de 3: ahora el mensaje
    Escríbelo, o envía fotos, PDF, video o audio (con texto si quieres).
new-content-fields = Puedes usar { $fields }. Si falta el dato: { $example }
new-unknown = No conozco { $field }
    Tu lista tiene: { $fields }. Edita tu mensaje o envíalo de nuevo.
new-unknown-none = No conozco { $field }
    Tu lista no tiene datos con nombre. Edita tu mensaje o envíalo de nuevo.
new-gap = { $shown } { $count ->
        [one] persona no tiene
       *[other] personas no tienen
    } { $field }
    Antes de enviar: ¿qué pongo en su lugar, o { $count ->
        [one] la omito
       *[other] las omito
    }?
new-gap-ask = ¿Qué pongo donde falta { $field }?
    Escríbelo: una palabra que sirva para cualquiera.
new-gap-nobody = Así no quedaría nadie a quien escribir.
new-gap-file = filas-incompletas.csv
new-gap-friend = amigo
new-gap-client = cliente
new-gap-example = { $one } y { $other }
new-left-out = Omito a { $shown } { $count ->
        [one] persona
       *[other] personas
    } sin { $fields }.
new-left-out-long = Omito a { $shown } { $count ->
        [one] persona
       *[other] personas
    } con un texto demasiado largo.
new-repeated = { $shown } { $count ->
        [one] fila repite
       *[other] filas repiten
    } un número: ¿qué hago?
    Por ejemplo, una madre que está dos veces, por dos hijos.
    Ahora: { $now }.
new-repeated-first = solo cuenta la primera fila
new-repeated-joined = un mensaje con los datos de todas
new-repeated-each = un mensaje por cada fila
new-more = Opciones del borrador
new-name-ask = ¿Cómo se llama esta campaña?
    Solo lo ve tu equipo. Ahora: { $name }
new-link-found = Vista del enlace: { $title }
new-link-looking = Mirando el enlace…
new-link-failed = Sin vista del enlace: no pude leer { $link }
new-link-none = Sin vista del enlace: el mensaje no tiene ninguno.
new-link-differs = Sin vista del enlace: cada persona tiene otro.
new-link-media = Sin vista del enlace: con archivos WhatsApp no la muestra.
new-preview = Paso 3 de 3: revisa tu envío a { $people } { $count ->
        [one] persona
       *[other] personas
    }
new-for-number = Para { $phone }
new-for-empty = Para { $phone }, con datos que faltan
new-for-name = Para { $name } ({ $phone })
new-for-name-empty = Para { $name } ({ $phone }), con datos que faltan
new-for-nameless = Para { $phone }, sin nombre en la lista
new-when = Cuándo: ahora. Ritmo: { $pace }, termina cerca de { $end }.
new-when-two = Cuándo: hoy salen { $first }, mañana { $second }. Ritmo: { $pace }; termina { $end }.
new-when-days = Cuándo: hoy salen { $first }, luego { $second } y el resto los días siguientes. Ritmo: { $pace }; termina { $end }.
new-when-later = Cuándo: empieza { $start }. Ritmo: { $pace }, termina cerca de { $end }.
new-when-later-two = Cuándo: empieza { $start }; salen { $first }, al otro día { $second }. Ritmo: { $pace }; termina { $end }.
new-when-later-days = Cuándo: empieza { $start }; salen { $first }, luego { $second } y el resto los días siguientes. Ritmo: { $pace }; termina { $end }.
new-when-closing = Cada día cierra a las { $time } y sigue a la mañana.
new-when-by = Repartido para terminar: { $by }.
new-when-late = Para { $by } no alcanza: termina { $end }. Prueba otro ritmo.
new-content-files = Ahora tiene { $what }. Envía más archivos o un texto.
new-content-now = Ahora tiene { $what }. Envía más archivos u otro texto.
new-has-image = { $count ->
        [one] una foto
       *[other] { $count } fotos
    }
new-has-video = { $count ->
        [one] un video
       *[other] { $count } videos
    }
new-has-voice = { $count ->
        [one] una nota de voz
       *[other] { $count } notas de voz
    }
new-has-document = { $count ->
        [one] un archivo
       *[other] { $count } archivos
    }
new-has-text = un texto
new-carries = Lleva { $what }.
new-file-named = Archivo: { $name }
new-file-renamed = { $was } es en realidad un { $kind }: va como { $name }.
new-file-was = { $was } es en realidad { $what }: así va.
new-is-image = una foto
new-is-video = un video
new-is-voice = un audio
new-file-program = { $name } es un programa: muchos teléfonos no lo abren.
new-file-unknown = No sé qué es { $name }: quizá no lo puedan abrir.
new-text-first = El texto va antes de la nota de voz, en otro mensaje.
new-other-text = Escribe el texto nuevo. Los archivos quedan.
new-receiving = Estoy recibiendo tus archivos. Un momento.
new-late = { $count ->
        [one] Llegó otro archivo del mismo álbum. ¿Lo sumo también?
       *[other] Llegaron { $count } archivos del mismo álbum. ¿Los sumo?
    }
new-too-late = Este archivo llegó tarde: la campaña salió sin él.
new-recompressed = Telegram redujo tu foto. Para enviarla intacta, mándala como Archivo.
new-not-linked = WhatsApp no está conectado. Tu borrador queda listo.
new-pace = ¿A qué ritmo?
    Prudente cuida una cuenta nueva. Máximo, solo con gente que te escribe seguido.
new-consent = { $count ->
        [one] ¿Esta persona aceptó recibir tus mensajes?
       *[other] ¿Estas { $shown } personas aceptaron recibir tus mensajes?
    }
    Queda registrado con tu nombre. Escribir sin permiso puede bloquear tu número.
new-again = ¿Enviar ahora a { $people }?
new-sent = Enviada como campaña { $id }
new-started = Ya está en marcha: campaña { $id }
new-other-list = Ahora espero el mensaje. ¿Es otra lista?
new-pasted-name = números enviados
new-big-image = La foto pesa { $size } MB y el máximo es { $most }.
    Envíala como foto, no como archivo.
new-big-video = El video pesa { $size } MB y WhatsApp acepta { $most }.
    Hazlo más corto. ¿O lo envío como archivo?
new-big-audio = El audio pesa { $size } MB y WhatsApp acepta { $most }.
    Hazlo más corto. ¿O lo envío como archivo?
new-big-file = El archivo pesa { $size } MB y solo puedo recibir { $most }.
    Es el límite de Telegram. Comprímelo, o envía un enlace en el texto.
new-photo-broken = Esa imagen está dañada.
    Ábrela en tu teléfono, guárdala otra vez y envíala.
new-photo-huge = La imagen tiene { $megapixels } megapíxeles; el máximo es { $most }.
    Envíala como foto, no como archivo: Telegram la hace más chica.
new-photo-animated = Esa imagen se mueve y no puedo enviarla como foto.
    Envíala como GIF o video, no como archivo. ¿O la envío como archivo?
new-photo-heic = No puedo abrir fotos HEIC de iPhone.
    Envíala como foto, no como archivo: Telegram la convierte. ¿O la envío como archivo?
new-file-empty = Ese archivo está vacío.
    Envíalo otra vez.
new-file-broken = Ese archivo está dañado o no es un .{ $kind }.
    Ábrelo, guárdalo otra vez y envíalo. ¿O lo envío así, como archivo?
new-video-kind = Los teléfonos no reproducen videos .{ $kind }.
    Envíalo como video, no como archivo: Telegram lo convierte. ¿O lo envío como archivo?
new-voice-missing = No puedo convertir este audio en nota de voz.
    Al servidor le falta ffmpeg; un audio grabado en Telegram sí puedo. ¿Lo envío como archivo?
new-voice-failed = No puedo convertir este audio en nota de voz.
    Quizá está dañado. ¿Lo envío como archivo?
new-files-full = Ya hay { $most } archivos, y no caben más.
new-caption-long = Con archivos caben { $most } letras y el texto tiene { $length }.
    Acórtalo y envíalo de nuevo, o quita los archivos.
new-photo-other = No puedo enviar eso.
    Envía texto, fotos, PDF, video o audio.
new-text-long = El mensaje es muy largo: { $length } de { $most } letras.
    Acórtalo y envíalo de nuevo.
new-self-text = Hola, soy la prueba de tu bot de campañas. Si lees esto en tu propio chat, todo funciona.
new-tested-first = Tu prueba salió bien: mírala en WhatsApp.
    Paso 3 de 3: envíame tu lista (.csv o .xlsx) cuando quieras.
new-tested = Prueba enviada: mírala en tu propio chat de WhatsApp.
new-test-late = Tu prueba todavía espera
    Sale apenas se pueda, y te aviso.
new-test-failed = Tu prueba no salió
    Motivo: { $reason }. Nadie más recibió nada.
new-test-offline = WhatsApp no está conectado: la prueba no sale todavía.
new-test-sending = Enviando la prueba a tu WhatsApp…
new-test-twice = Esa prueba ya va en camino.
new-pace-careful = prudente
new-pace-normal = normal
new-pace-maximum = máximo
new-pace-own = { $pace } por minuto
new-pace-no-maximum = Máximo se ofrece tras una semana de vinculado, o si dices desde cuándo es tuyo el número.
new-pace-ask = ¿Cuántos mensajes por minuto?
    Escribe un número de { $least } a { $most }. Salen parejos, no en ráfagas.
new-pace-wrong = Eso no es un ritmo. Escribe un número de { $least } a { $most }.
    Por ejemplo: 20
new-by = ¿Para qué hora debe estar todo?
    Lo reparto hasta esa hora, nunca más rápido que el ritmo elegido. Si algo falta entonces, te pregunto.
new-closing = ¿A qué hora cierra esta campaña cada día?
    Después de esa hora no sale nada; sigue sola a la mañana siguiente. O escribe otra: 18:30
new-closing-wrong = Eso no es una hora. Escríbela así: 18:30
    Después de esa hora no sale nada; sigue sola a la mañana siguiente.
new-b-pace-careful = Prudente · { $end }
new-b-pace-normal = Normal · { $end }
new-b-pace-maximum = Máximo · { $end }
new-b-pace-ask = Otro ritmo
new-b-pace-own = Otro ritmo: { $pace } por minuto
new-b-by = Terminar a una hora
new-b-by-set = Terminar: { $by }
new-b-by-none = Sin hora de fin
new-b-closing = Cierre del día: no
new-b-closing-set = Cierre del día: { $time }
new-b-closing-none = Sin cierre
new-b-owned = Desde cuándo es mi número
new-b-continue = Seguir con ese
new-b-other = Empezar otro
new-b-cancel = Cancelar
new-b-ok = Está bien
new-b-column = Otra columna
new-b-country = Otro país
new-b-country-ask = Escribir otro
new-b-bad = Ver filas malas
new-b-file = Otro archivo
new-b-back = Volver
new-b-fix = Usar { $field }
new-b-keep-field = Dejar { $field } tal cual
new-b-gap-word = Usar "{ $word }"
new-b-gap-ask = Escribir algo
new-b-gap-none = No poner nada
new-b-gap-skip = { $count ->
        [one] Omitir a esa persona
       *[other] Omitir a las { $shown }
    }
new-b-gap-show = Ver cuáles
new-b-gap-back = Incluir a los omitidos
new-b-repeated = Números repetidos
new-b-repeated-first = Solo la primera fila
new-b-repeated-joined = Un mensaje: { $example }
new-b-repeated-each = Un mensaje por fila
new-b-more = Más opciones
new-b-links-on = Vista de enlaces: sí
new-b-links-off = Vista de enlaces: no
new-b-send = Enviar a { $people }
new-b-test = Enviarme prueba
new-b-test-again = Probar otra vez
new-b-rows = Otras 3 filas
new-b-message = Mensaje
new-b-list = Lista
new-b-pace = Ritmo
new-b-footer-on = Pie "{ $words }": sí
new-b-footer-off = Pie "{ $words }": no
new-b-discard = Descartar
new-b-yes-consent = { $count ->
        [one] Sí, aceptó. Enviar
       *[other] Sí, aceptaron. Enviar
    }
new-b-unsure = No estoy seguro
new-b-yes-send = Sí, enviar
new-b-connect = Conectar y enviar
new-b-no-files = Quitar archivos
new-b-other-text = Cambiar texto
new-b-no-text = Quitar texto
new-b-late = Sí, sumar
new-b-not-late = No, seguir
new-b-another = Enviar otro
new-b-as-file = Sí, como archivo
new-b-list-as-file = Enviarla como archivo
new-b-swap = Sí, cambiar la lista
new-b-keep = No, seguir
new-b-column-n = Columna { $n }
new-b-page = { $at } de { $pages }
new-b-stop = Detener
saved-list = Tus mensajes guardados
saved-change = ¿Qué mensaje quieres cambiar?
saved-none = Todavía no hay mensajes guardados.
    Prepara un mensaje y toca "Guardar mensaje": lo verá todo tu equipo.
saved-line = { $name } · { $by }, { $at }
saved-by = Lo guardó { $by }: { $at }
saved-files = { $count ->
    [one] Con un archivo
   *[other] Con { $count } archivos
}
saved-remove = ¿Borrar "{ $name }"?
    Tu equipo tampoco lo tendrá. Las campañas no cambian.
saved-removed = Borrado.
saved-gone = Ese mensaje ya no está.
saved-lost = Falta un archivo de ese mensaje en el servidor.
    Prepáralo otra vez y guárdalo de nuevo.
saved-name = ¿Con qué nombre lo guardo?
    Escríbelo, o toca el que propongo.
saved-name-taken = Ya hay un mensaje con ese nombre.
    Escribe otro.
saved-name-empty = Necesito un nombre en letras.
    Escríbelo, por ejemplo: Recordatorio de cita.
saved-done = Guardado: { $name }
saved-b-save = Guardar mensaje
saved-b-list = Mensajes guardados
saved-b-change = Cambiar o borrar
saved-b-use = Usar este mensaje
saved-b-rename = Cambiar nombre
saved-b-remove = Borrar
saved-b-yes-remove = Sí, borrar
savedlist-list = Tus listas guardadas
savedlist-change = ¿Qué lista quieres cambiar?
savedlist-none = Todavía no hay listas guardadas.
    Envía una lista y, en Más opciones, toca "Guardar lista": la verá todo tu equipo.
savedlist-by = La guardó { $by }: { $at }
savedlist-people = { $count ->
    [one] 1 persona
   *[other] { $people } personas
} · { $file }
savedlist-kept = Se queda hasta que la borres; quien se dio de baja queda fuera al usarla.
savedlist-gone = Esa lista ya no está.
savedlist-lost = Falta el archivo de esa lista en el servidor.
    Envíala otra vez y guárdala de nuevo.
savedlist-name-taken = Ya hay una lista con ese nombre.
    Escribe otro.
savedlist-done = Lista guardada: { $name }
savedlist-b-save = Guardar lista
savedlist-b-list = Usar una lista guardada
savedlist-b-use = Usar esta lista
list-kind = No puedo leer un .{ $kind }. Envía la lista como .xlsx o .csv.
list-kind-sheet = No puedo leer un .{ $kind }. Guárdalo como .xlsx o CSV.
    En tu programa: Archivo → Guardar como (o Exportar), y envíame ese archivo.
list-empty = La lista está vacía: no tiene ningún número.
list-damaged = No puedo leer este archivo: está dañado.
    Ábrelo en tu programa y guárdalo otra vez como CSV.
list-damaged-sheet = No puedo abrir este Excel: dañado o con contraseña.
    Ábrelo y guárdalo como CSV.
list-large = Este Excel es demasiado grande: guárdalo como CSV.
    Abierto ocupa más de 100 MB. Como CSV entra entero.
list-no-column = No encuentro una columna con teléfonos.
    Columnas: { $columns }.
list-no-column-read = Lo leí como { $encoding }, con columnas separadas por «{ $delimiter }».
list-excel = { $count ->
        [one] Excel dañó 1 número
       *[other] Excel dañó { $shown } números
    } ({ $example })
    En Excel: columna → Formato → Texto; pega los números otra vez y guarda.
list-country = Ningún número es válido para { $country }
    Ejemplo de tu lista: { $example }.
list-no-country = Los números no tienen código de país
    Ejemplo de tu lista: { $example }. Elige el país.
list-nobody = Nadie a quien escribir: { $count ->
        [one] 1 repetido o dado de baja.
       *[other] { $shown } repetidos o dados de baja.
    }
list-size = El archivo pesa { $size } MB y solo puedo recibir { $most }.
    Quita columnas que no uses o divídelo en dos.
list-stopped = Lectura detenida. Envía la lista otra vez cuando quieras.
list-download = No pude bajar el archivo de Telegram.
    Envíalo otra vez.
list-bad-name = filas-malas.csv
list-b-send-other = Enviar otra
list-b-how = Ver cómo
list-b-choose-column = Elegir columna
list-b-choose-country = Elegir país
new-when-at = Cuándo: { $when }. Ritmo: { $pace }, termina cerca de { $end }.
new-when-at-cap = Cuándo: { $when }; ese día salen { $today } por el límite. Termina { $end }. Ritmo: { $pace }.
new-when-past = Cuándo: la hora elegida ya pasó. Elige otra.
new-b-when = Cuándo
new-b-schedule = Programar: { $when }
new-again-at = ¿Programar { $when } para { $people }?
new-b-yes-schedule = Sí, programar
new-b-yes-consent-at = Sí, aceptaron. Programar
new-scheduled = Programada como campaña { $id }
new-was-scheduled = Ya está programada: campaña { $id }
new-list-has = El mensaje ya está: { $what }.
new-b-urgent-on = Urgente: sí
new-b-urgent-off = Urgente: no
new-b-name = Nombre: { $name }
new-other-message = ¿Este es el mensaje nuevo?
new-b-swap-text = Sí, cambiar el mensaje
new-b-keep-text = No, dejar el de antes

## when
when-which = ¿Cuándo la envío? (hora de { $place })
when-unknown = No entendí la fecha. ¿Cuándo la envío?
when-past = Esa hora ya pasó. ¿Cuándo la envío?
when-far = Falta más de un año. ¿Cuándo la envío?
when-two-ways = ¿Qué mes es? Escríbelo con letras: 15 dic 9:00
when-typed = También puedes escribirlo: mañana 9, lunes 14:30, 15/12 9:00
when-typed-hour = También puedes escribir la hora con el día: mañana 21:30
when-every-day = Se repite cada día, desde la hora que elijas.
when-every-week = Se repite cada semana, desde el día que elijas.
when-every-month = Se repite cada mes, desde el día que elijas.
when-hour = ¿A qué hora, { $day }?
when-repeat = ¿Cada cuánto?
when-repeat-why = La misma lista y el mismo mensaje. Quien se da de baja deja de recibirla.
when-quiet = A esa hora tus clientes duermen. ¿Mejor a las { $time }?
when-quiet-why = Si la dejas así, espera y sale { $when }.
when-b-now = Ahora
when-b-date = Elegir fecha
when-b-repeat = Repetir
when-b-every-day = Cada día
when-b-every-week = Cada semana
when-b-every-month = Cada mes
when-b-every-none = No repetir
when-b-better = A las { $time }
when-b-keep = Dejar { $time }
when-b-other = Otra hora
when-done = Sale { $when }
when-not-now = Ya no está programada
new-long = { $count ->
    [one] 1 texto queda demasiado largo: { $longest } letras
   *[other] { $shown } textos quedan demasiado largos: hasta { $longest } letras
}
    Con los datos de esas personas pasa de { $most } letras y WhatsApp lo cortaría. Acorta el mensaje, o esos datos en la lista.
new-long-file = textos-largos.csv
new-b-long-text = Acortar el mensaje
new-b-long-rows = Ver quiénes
sheet-which = ¿Qué hoja tiene la lista?
sheet-hidden-out = Excel oculta { $count ->
    [one] 1 fila: no la incluí.
   *[other] { $shown } filas: no las incluí.
}
sheet-hidden-in = Incluí { $count ->
    [one] 1 fila que Excel oculta.
   *[other] { $shown } filas que Excel oculta.
}
sheet-b-other = Otra hoja
sheet-b-with = Incluir ocultas
sheet-b-without = Sin las ocultas
mend-file = Corrige los números en el archivo y envíamelo: los sumo a la lista.
mend-b-here = Corregir filas malas aquí
mend-row = Fila { $line }: { $written }
mend-why = Motivo: { $why }.
mend-ask = Escribe el número correcto. { $left ->
    [one] Es la última.
   *[other] Quedan { $shown }.
}
mend-wrong = Así tampoco: { $why }. Prueba con código de país: +595 981 123 456
mend-good = Fila { $line }: { $phone }, agregada.
mend-out = Fila { $line }: queda fuera ({ $why }).
mend-b-skip = Saltar
mend-b-end = Terminar
list-stopped-kept = Tu lista { $name } sigue como estaba: { $people }.

## campaign
campaign-title = Campaña { $id } · { $name } · { $file }
campaign-starting = Empezando · { $people }
campaign-queued = En cola: sale después de la campaña { $behind }
campaign-sending = Enviando { $percent } %
campaign-sending-end = Enviando { $percent } % · termina { $end }
campaign-slowed = Más lento { $percent } %
campaign-slowed-end = Más lento { $percent } % · termina { $end }
campaign-slowed-few-answers = Pocas respuestas: cuido tu cuenta.
campaign-slowed-quota-warning = WhatsApp avisó por personas nuevas: cuido tu cuenta.
campaign-slowed-told-few-answers = Campaña { $id } más lenta: pocas respuestas
campaign-slowed-told-quota-warning = Campaña { $id } más lenta: aviso de WhatsApp
campaign-slowed-why-few-answers = Va a la mitad del ritmo para cuidar tu cuenta. Pide respuesta en tu mensaje, o páusala.
campaign-slowed-why-quota-warning = Te acercas al cupo de personas nuevas. Va a la mitad del ritmo; si se acerca más, la pauso.
campaign-paused = En pausa { $percent } % · la pausó { $name } { $at }
campaign-paused-why = Sigue exactamente donde quedó.
campaign-waiting-link = Esperando conexión { $percent } %
campaign-waiting-try = Esperando conexión { $percent } % · intento { $attempt } de { $of }
campaign-waiting-next = Próximo { $when }. Sigue sola.
campaign-given-up = Sin conexión { $percent } % · toca Reconectar
campaign-unlinked = Sin WhatsApp { $percent } % · falta vincular
campaign-limited = Detenida por WhatsApp { $percent } % · hasta { $until }
campaign-limited-why = WhatsApp limitó los mensajes a personas nuevas. Sigo sola a esa hora; insistir puede bloquear tu número.
campaign-banned = Cuenta suspendida por WhatsApp { $percent } %
campaign-banned-until = Cuenta suspendida { $percent } % · hasta { $until }
campaign-banned-why = Espero; insistir puede bloquear tu número. Nada se perdió.
campaign-too-fast = WhatsApp pide ir más lento { $percent } % · sigo { $until }
campaign-too-fast-why = Espero y sigo con menos prisa. Nadie se queda sin su mensaje.
campaign-tomorrow = Sigue { $until } · van { $done } de { $people }
campaign-tomorrow-cap = Límite de hoy completo.
campaign-tomorrow-quiet-hours = Es hora de silencio para tus clientes.
campaign-tomorrow-closing = Su día ya cerró.
campaign-tomorrow-end = Termina { $end }.
campaign-restarting = Reiniciando { $percent } % · sigue sola en segundos
campaign-disabled = Apagado { $percent } % · espera /enable
campaign-copy = Copia quieta { $percent } % · aquí no sale nada
campaign-copy-why = Quien administra debe confirmar que este es el nuevo lugar.
campaign-replaced = Sin conexión { $percent } % · sesión en otro lugar
campaign-replaced-why = Otro programa usa la misma vinculación. Decide tú.
campaign-asleep = Dormido { $percent } % · despierta solo
campaign-upload = Esperando para subir los archivos { $percent } %
campaign-upload-why = WhatsApp no los recibió. Pruebo otra vez { $when }; nadie se perdió.
campaign-disk = Sin espacio en el servidor: esperando { $percent } %
campaign-stopped-failures = Detenida para revisar { $percent } % · fallan { $part } de { $whole }
campaign-stopped-unregistered = Detenida para revisar { $percent } %
campaign-stopped-canary = Detenida para revisar { $percent } %
campaign-stopped-upload = Detenida { $percent } % · no pude subir los archivos
campaign-stopped-late = Detenida { $percent } % · pasó la hora de fin
campaign-stopped-unreadable = Detenida para revisar { $percent } %
campaign-stopped-undelivered = Detenida para revisar { $percent } %
campaign-stopped-quota = Detenida { $percent } % · WhatsApp te avisa
campaign-stopped-failures-why = Demasiados mensajes fallaron. Mira los fallidos antes de seguir.
campaign-stopped-unregistered-why = { $part } de { $whole } sin WhatsApp: la lista parece vieja.
campaign-stopped-canary-why = A los primeros no les llegó en 10 minutos. Revisa el teléfono antes de seguir.
campaign-stopped-upload-why = WhatsApp no los recibió en tres intentos. Nadie se perdió; Reanudar lo intenta otra vez.
campaign-stopped-late-why = Pasó la hora para la que debía estar todo. Nadie se perdió; Seguir igual envía el resto.
campaign-stopped-unreadable-why = Varios teléfonos no pueden abrir el mensaje y lo piden otra vez. Envíate una prueba antes de seguir.
campaign-stopped-undelivered-why = A muchos de los primeros 100 no les llegó: la lista parece vieja, o te bloquearon. Revisa antes de seguir.
campaign-stopped-quota-why = Casi llegas al límite de personas nuevas de WhatsApp. Espera respuestas o sigue mañana; insistir puede bloquear tu número.
campaign-finished = Terminada: { $sent } de { $people } { $count ->
        [one] enviado
       *[other] enviados
    }
campaign-cancelled = Cancelada: { $count ->
        [one] salió
       *[other] salieron
    } { $sent } de { $people }
campaign-figures = { $done } de { $people }
campaign-figures-left = { $done } de { $people } · { $count ->
        [one] queda 1
       *[other] quedan { $left }
    }
campaign-figures-time = { $done } de { $people } · { $minutes ->
        [one] queda { $time }
       *[other] quedan { $time }
    }
campaign-counts = Enviados { $sent } · entregados { $delivered } · leídos { $read }
campaign-more = Respuestas { $replies } · fallidos { $failed } · omitidos { $skipped }
campaign-unconfirmed = Sin confirmar { $count }: pruebo otra vez con el mismo mensaje.
campaign-pace = Ritmo { $pace } · último cambio { $at }
campaign-pace-speed = Ritmo { $pace }, { $speed } por minuto · último cambio { $at }
campaign-ask-cancel = ¿Cancelar la campaña { $id }? { $count ->
        [one] Falta 1 persona
       *[other] Faltan { $left } personas
    }
    Lo ya enviado no se puede retirar. Si dudas, pausa.
campaign-over = Campaña { $id } terminada: { $sent } de { $people } { $count ->
        [one] enviado
       *[other] enviados
    }
campaign-over-time = { $name } · { $duration }
campaign-over-shares = Entregados { $delivered } ({ $deliveredshare }) · leídos { $read } ({ $readshare })
campaign-over-answers = Respuestas { $replies } · bajas { $optouts }
campaign-over-left = { $count ->
        [one] No salió 1
       *[other] No salieron { $shown }
    }: { $why }
campaign-list = Campañas: { $what }
campaign-list-none = Aún no hay campañas
campaign-detail = Campaña { $id } · { $name } · { $state }
campaign-detail-by = Creada por { $by } { $at }, con consentimiento confirmado
campaign-state-running = enviando { $percent } %
campaign-state-paused = en pausa { $percent } %
campaign-state-finished = terminada
campaign-state-cancelled = cancelada
campaign-state-scheduled = programada
campaign-state-draft = borrador
campaign-toast-paused = Pausada. Los que ya iban en camino pueden llegar.
campaign-toast-resumed = Reanudada
campaign-toast-was-paused = Ya estaba en pausa
campaign-toast-was-running = Ya estaba enviando
campaign-toast-cancelled = Cancelada
campaign-toast-over = Ya había terminado
campaign-toast-pace = Ritmo cambiado
campaign-toast-report = Preparo el informe…
campaign-report-name = campana-{ $id }-informe.csv
campaign-b-pause = Pausar
campaign-b-resume = Reanudar
campaign-b-go-on = Seguir igual
campaign-b-detail = Detalle
campaign-b-cancel = Cancelar
campaign-b-pace = Cambiar ritmo
campaign-b-yes-cancel = Sí, cancelar
campaign-b-rather-pause = Mejor pausar
campaign-b-back = Volver
campaign-b-report = Informe
campaign-b-replies = Respuestas
campaign-b-chart = Gráfico
campaign-b-what = Qué significa
campaign-b-card = Traer la tarjeta aquí
campaign-b-list = Campañas
campaign-b-first = Crear la primera
campaign-b-see = Ver campaña
campaign-scheduled = Programada: { $when } · { $count ->
        [one] 1 persona
       *[other] { $people } personas
    }
campaign-missed = La campaña { $id } debía salir { $when }
campaign-missed-why = No pude enviarla a su hora. ¿La envío ahora a { $count ->
        [one] 1 persona
       *[other] { $people } personas
    }?
campaign-name = Campaña { $id } · { $name }
campaign-repeats-day = Se repite cada día. La siguiente se programa sola.
campaign-repeats-week = Se repite cada semana. La siguiente se programa sola.
campaign-repeats-month = Se repite cada mes. La siguiente se programa sola.
campaign-b-when = Cambiar hora
campaign-b-other-time = Otra hora
campaign-b-now = Enviar ya
campaign-b-send-now = Enviar ahora
campaign-b-skip = Esta vez no
campaign-toast-on-way = Va en camino
campaign-ask-unschedule = ¿Cancelar la campaña { $id }? Aún no salió nada
campaign-ask-series = Tampoco se repetirá más.
campaign-list-sending = { $count } enviando
campaign-list-scheduled = { $count ->
        [one] 1 programada
       *[other] { $count } programadas
    }
campaign-list-total = { $total } en total
campaign-detail-made = Creada por { $by } { $at }
campaign-kin-next = Sigue a la campaña { $of }.
campaign-kin-retry = Reintento de la campaña { $of }.
campaign-kin-copy = Copia de la campaña { $of }.
campaign-urgent = Urgente: va antes que las demás.
campaign-state-missed = por decidir
campaign-state-queued = en cola
campaign-toast-urgent = Sale antes que las demás
campaign-toast-not-urgent = Espera su turno
campaign-b-repeat = Repetir con otra lista
campaign-b-repeat-short = Repetir
campaign-b-failed = Fallidos
campaign-b-urgent = Urgente
campaign-b-not-urgent = Ya no es urgente
campaign-b-copy = Duplicar
campaign-b-rename = Renombrar
campaign-b-history = Historial
campaign-below = Sigue más abajo
campaign-resumed = Campaña { $id } reanudada tras { $pause }
campaign-resumed-left = { $name } · { $count ->
        [one] queda 1 persona
       *[other] quedan { $left } personas
    }
campaign-resumed-out = { $count ->
        [one] 1 se dio de baja desde entonces: ya no la recibe.
       *[other] { $shown } se dieron de baja desde entonces: ya no la reciben.
    }
campaign-resumed-files = Los archivos se suben otra vez si hace falta.

## again
again-retry = ¿Reintentar con { $count ->
        [one] la persona que falló
       *[other] las { $shown } personas que fallaron
    }?
again-retry-how = El mismo mensaje, en una campaña nueva. Quien se dio de baja no la recibe.
again-retry-doubtful = { $count ->
        [one] 1 sin confirmar queda fuera: quizá ya le llegó.
       *[other] { $shown } sin confirmar quedan fuera: quizá ya les llegó.
    }
again-retried = Reintento de la campaña { $of }: es la campaña { $id }
again-was-retried = Ya se reintentó: campaña { $id }
again-not-over = Espera a que termine
again-nobody = No hay a quién reintentar
again-lost = { $count ->
        [0] Un archivo del mensaje ya no está: duplica la campaña.
        [one] Un archivo del mensaje ya no está. Envíalo otra vez.
       *[other] { $shown } archivos del mensaje ya no están. Envíalos otra vez.
    }
again-replace = Tienes un borrador: { $name }, { $count ->
        [one] 1 persona
       *[other] { $people } personas
    }
    Si sigues, lo cambio por una copia de esa campaña.
again-replace-message = Tienes un borrador con un mensaje
    Si sigues, lo cambio por una copia de esa campaña.
again-b-yes-retry = Sí, reintentar
again-b-retry = Reintentar { $shown }
again-b-replace = Cambiar por la copia

## failed
failed-title = Campaña { $id }: { $missing } de { $people } no la { $count ->
        [one] recibió
       *[other] recibieron
    }
failed-none = Campaña { $id }: nadie quedó sin recibirla
failed-name = campana-{ $id }-fallidos.csv
failed-b-file = Ver la lista
failed-step-refused = WhatsApp no deja escribirles primero: pídeles que te escriban.
failed-step-unconfirmed = Quizá les llegó: no se reintenta para no repetir.
failed-step-unreachable = Reintenta más tarde.
failed-step-address = Reintenta en una hora.
failed-step-too-fast = Reintenta con un ritmo más lento.
failed-step-server = Reintenta más tarde.
failed-step-lookup = Reintenta más tarde.
failed-step-upload = Revisa el archivo y reintenta.
failed-step-not-on-whatsapp = Corrige el número o quítalo de tu lista.
failed-step-opted-out = No quieren recibir: nada que hacer.
failed-step-duplicate = Ya la recibieron por otra fila.
failed-step-cancelled = Cancelaste antes de su turno.

## history
history-title = Historial de la campaña { $id } · { $name }
history-none = Aún no pasó nada.
history-scheduled = programada
history-rescheduled = cambiada: sale { $detail }
history-repeat = { $detail ->
        [day] se repite cada día
        [week] se repite cada semana
        [month] se repite cada mes
       *[none] ya no se repite
    }
history-missed = no salió a su hora: { $detail }
history-started = empezó
history-paused = pausada
history-resumed = reanudada
history-speed = cambiada la velocidad
history-cancelled = cancelada
history-finished = terminó
history-stopped = se detuvo para revisar
history-retried = reintento en la campaña { $detail }
history-renamed = se llama { $detail }
history-urgent = urgente
history-not-urgent = ya no es urgente
history-rename = ¿Cómo se llama la campaña { $id }?
    Ahora: { $name }
history-rename-empty = Ese nombre está vacío. Escribe otro.

## status
status-first = { $link } · cola: { $waiting }
status-online = WhatsApp conectado
status-asleep = WhatsApp dormido
status-offline = WhatsApp sin conexión
status-account = Cuenta { $phone }
status-no-account = Sin cuenta vinculada
status-sending = Enviando la campaña { $id } ({ $percent } %)
status-sending-more = Enviando la campaña { $id } ({ $percent } %), { $more } más en cola
status-nothing = Nada enviando
status-today = Hoy: { $sent }, { $failed }, { $replies }.
status-cap = Límite de hoy: { $cap }.
status-no-cap = Sin límite diario.
status-uptime = Encendido hace { $uptime }.
status-restart = Próximo reinicio: { $at }.
status-disk = Disco: { $free } libres; temporales, { $temp }; fotos y archivos, { $media }.
status-off = Apagado por ajustes: { $off }.
status-clock = El reloj del servidor va { $off }: lo programado espera.
status-changed = Cambiado en el chat: { $list }.
status-hold = Ahora espera: { $reason }.
status-b-refresh = Actualizar
status-health = Salud { $word }: { $score } de 100
status-health-good = buena
status-health-fair = regular
status-health-poor = mala
status-health-well = Nada raro en los últimos 7 días.
status-b-health = Ver salud
status-account-health = { $account } · salud { $word }
status-health-quota = Cupo de WhatsApp para personas nuevas: { $used } de { $total }.
status-refusals = Rechazos de WhatsApp en 7 días:
status-refusal-463 = Código 463, { $times }: no deja escribir a personas nuevas. Espera; escribe a quien te conoce.
status-refusal-429 = Código 429, { $times }: demasiado rápido. Baja el ritmo.
status-refusal-device = Código { $code }, { $times }: la persona cambió de teléfono. Lo intento de nuevo.
status-refusal-other = Código { $code }, { $times }: sin explicación. Lo intento de nuevo.
status-refusals-more = Y otros { $times }.
status-health-cap = Límite por la edad del vínculo: { $cap } hoy; van { $sent }.
status-finding-failures = { $count ->
        [one] Falla 1
       *[other] Fallan { $part }
    } de { $whole }. Mira los fallidos de la campaña.
status-finding-unregistered = { $part } de { $whole } sin WhatsApp: la lista parece vieja. Usa una más nueva.
status-finding-canary = A los primeros no les llegó.
status-finding-unreadable = { $count ->
        [one] 1 de { $whole } no pudo
       *[other] { $part } de { $whole } no pudieron
    } abrir el mensaje. Envíate una prueba.
status-finding-undelivered = De los primeros { $whole } { $count ->
        [one] llegó 1
       *[other] llegaron { $part }
    }. Escribe solo a quien te conoce.
status-finding-few-answers = { $count ->
        [one] Respondió 1
       *[other] Respondieron { $part }
    } de los primeros { $whole }. Pide respuesta en tu mensaje; voy más lento.
status-finding-quota = Usaste { $part } de { $whole } personas nuevas que permite WhatsApp. Espera al próximo ciclo.
status-finding-quota-warning = WhatsApp avisó: { $part } de { $whole } personas nuevas. Voy más lento.
status-finding-upload = No pude subir archivos.
status-finding-late = Pasó la hora de fin.
status-finding-low-delivery = Después de un día { $count ->
        [one] llegó 1
       *[other] llegaron { $part }
    } de { $whole }: números viejos o bloqueos.
status-finding-restricted = WhatsApp limita esta cuenta ahora. Espero sola a que termine; no insistas desde el teléfono.

## stats
stats-first-day = Hoy: { $sent }, { $delivered }, { $read }
stats-first-week = Semana: { $sent }, { $delivered }, { $read }
stats-first-month = Mes: { $sent }, { $delivered }, { $read }
stats-first-past = Tu semana: { $sent }, { $read }
stats-past-more = { $range }: { $delivered }.
stats-range = { $range }.
stats-answers = Respuestas { $replies } ({ $share }), fallidos { $failed }, bajas { $optouts }.
stats-best = Mejor hora: { $from } a { $to }, cuando más te leen.
stats-lines-hours = Por hora: enviados · leídos
stats-lines-days = Por día: enviados · leídos
stats-lines-minutes = Desde cada hora: enviados · leídos
stats-hour = { $hour } h
stats-by-hour = Por hora
stats-by-day = Por día
stats-sent = enviados
stats-read = leídos
stats-zone = hora de { $city }
stats-funnel = Hasta dónde llegó
stats-step-people = Personas
stats-step-sent = Enviados
stats-step-delivered = Entregados
stats-step-read = Leídos
stats-step-replies = Respuestas
stats-each-minute = Por minuto
stats-each-minutes = Cada { $minutes } minutos
stats-each-hours = Cada { $hours } { $hours ->
    [one] hora
   *[other] horas
}
stats-campaign = Campaña { $id }: { $sent } de { $people } { $count ->
        [one] enviado
       *[other] enviados
    }
stats-speed = Por minuto: { $average } en promedio, { $most } como máximo.
stats-weekly-on = Cada lunes a las 9 te cuento la semana.
stats-weekly-off = Ya no te envío el resumen.
stats-b-day = Hoy
stats-b-week = Semana
stats-b-month = Mes
stats-b-today = Ver hoy
stats-b-weekly-on = Resumen cada lunes: sí
stats-b-weekly-off = Resumen cada lunes: no

## disk
disk-full = Sin espacio en el servidor: pausé todo
    Nada se perdió. Avisa a quien lo instaló.
disk-again = Hay espacio otra vez en el servidor: sigo
disk-refused = Sin espacio en el servidor: no pude guardar eso
    Nada se perdió. Avisa a quien lo instaló y prueba de nuevo.
disk-read-only = No pude guardar eso: carpeta de solo lectura
    El servidor no me deja escribir. Avisa a quien lo instaló; lo que ya se envía sigue.
disk-lack = Falta espacio en el servidor para este envío
    Necesito { $needed } y quedan { $free }. Avisa a quien lo instaló.
disk-b-status = Ver estado

## clock
clock-wrong = El reloj del servidor va { $off }
    Lo programado espera; lo que ya sale sigue. Avisa a quien lo instaló: hay que ponerlo en hora.
clock-right = El reloj del servidor está en hora otra vez
    Lo programado sale cuando le toca.
clock-ahead = { $by } adelantado
clock-behind = { $by } atrasado
clock-b-status = Ver estado

## reply
reply-said = { $name } respondió: "{ $text }"
reply-wrote = { $name } escribió: "{ $text }"
reply-doubtful = { $name } quizá pide la baja: "{ $text }"
reply-sent = { $name } envió { $what }
reply-kind-image = una foto
reply-kind-video = un video
reply-kind-voice = una nota de voz
reply-kind-audio = un audio
reply-kind-document = un documento
reply-kind-location = una ubicación
reply-kind-contact = un contacto
reply-kind-sticker = un sticker
reply-kind-poll = una encuesta
reply-kind-other = algo que aquí no se ve
reply-open = Ábrelo en el WhatsApp de tu número.
reply-where = { $phone } · campaña { $id }
reply-where-none = { $phone } · sin campaña
reply-no-number = Número oculto
reply-how = Contesta respondiendo a este mensaje.
reply-undecided = No le escribo ninguna campaña hasta que decidas.
reply-listed = De baja: ya no recibe mensajes.
reply-many = { $count ->
        [one] Una respuesta más
       *[other] { $shown } respuestas más
    }
reply-many-more = y { $count } más
reply-many-doubtful = { $count ->
        [one] Una quizá pide la baja: decide tú.
       *[other] { $count } quizá piden la baja: decide tú.
    }
reply-list = Respuestas a la campaña { $id }: { $total }
reply-list-none = Respuestas a la campaña { $id }: ninguna todavía
reply-list-how = Toca una para ver a la persona y contestarle.
reply-muted = Silenciada: no te aviso más de esta campaña.
reply-was-muted = Ya estaba silenciada.
reply-unmuted = Te aviso otra vez de esta campaña.
reply-answer-late = Tu respuesta todavía no salió
    No se perdió: sale sola cuando haya conexión.
reply-answer-listed = No la envié: esa persona pidió la baja
    Solo se le escribe otra vez si ella lo pide.
reply-answer-failed = No salió tu respuesta: { $reason }
    Puedes enviarla otra vez respondiendo al mensaje.
reply-answer-gone = Ya no sé de quién era ese mensaje
    Búscalo en la lista de respuestas de la campaña.
reply-answer-kind = Puedo enviarle texto, fotos, videos, audios y archivos
reply-b-out = Dar de baja
reply-b-undo = Quitar la baja
reply-b-keep = No es una baja
reply-b-mute = Silenciar
reply-b-unmute = Volver a avisar
reply-b-person = Ver ficha
reply-b-of = Respuestas de la campaña { $id }
reply-b-decide = Decidir
reply-b-campaign = Ver campaña

## optout
optout-show = Bajas: { $total } { $count ->
        [one] persona no recibe
       *[other] personas no reciben
    } campañas
    Quien escribe BAJA entra aquí al instante.
optout-last = Últimas: { $list }.
optout-retention = Los datos de campañas terminadas se borran { $days ->
        [one] al día siguiente.
       *[other] a los { $days } días.
    }
optout-none = Bajas: nadie todavía
    Quien escribe BAJA entra aquí al instante.
optout-doubts = { $count ->
        [one] Una persona quizá pidió la baja.
       *[other] { $count } personas quizá pidieron la baja.
    }
optout-changed-some = { $count ->
        [one] Un número cambió de teléfono o de dueño.
       *[other] { $count } números cambiaron de teléfono o de dueño.
    }
optout-ask-add = Escribe el número o reenvía su contacto
optout-ask-remove = Escribe el número que quieres quitar de las bajas
    También puedes reenviar su contacto.
optout-ask-import = Envíame la lista de bajas: .csv o .xlsx
    Basta una columna con los números. Nadie de ella recibirá campañas.
optout-bad = No entiendo ese número: { $written }
optout-sure = ¿Volver a escribir a { $phone }?
    Solo si te lo pidió. Queda registrado con tu nombre.
optout-added = De baja: { $phone }
    Ya no recibe campañas ni respuestas.
optout-was = Ya estaba de baja: { $phone }
optout-added-many = { $count ->
        [0] Nadie nuevo en las bajas
        [one] De baja: una persona
       *[other] De baja: { $count } personas
    }
    Ya estaban: { $known }.
optout-removed = Baja quitada: { $phone }
    Puede recibir campañas otra vez.
optout-not = No estaba de baja: { $phone }
optout-imported = { $count ->
        [0] Bajas importadas: ninguna nueva
        [one] Bajas importadas: una
       *[other] Bajas importadas: { $shown }
    }
optout-imported-rest = Ya estaban o repetidas: { $known } · no válidas: { $invalid }
optout-import-bad = No encuentro números en ese archivo
optout-doubts-show = { $count ->
        [one] Una persona quizá pide la baja
       *[other] { $count } personas quizá piden la baja
    }
optout-doubts-none = Nada por decidir
optout-changed = { $count ->
        [one] Un número quizá tiene otro dueño
       *[other] { $shown } números quizá tienen otro dueño
    }
optout-changed-why = WhatsApp dice que cambió de teléfono o de persona. No le escribo ninguna campaña hasta que confirmes; si estaba de baja, sigue de baja.
optout-changed-none = Ningún número por confirmar
optout-changed-keep = Confirmado: reciben campañas otra vez.
optout-changed-out = Quedan fuera: están de baja.
optout-toast-added = De baja. No recibe más.
optout-toast-was = Ya estaba decidido.
optout-toast-kept = Anotado: recibe campañas como antes.
optout-how-message = lo escribió
optout-how-operator = la puso el equipo
optout-how-import = lista importada
optout-how-forgotten = pidió ser olvidada
optout-column-since = desde
optout-column-how = cómo
optout-column-word = palabra
optout-file = bajas.csv
optout-b-add = Agregar
optout-b-remove = Quitar
optout-b-import = Importar
optout-b-export = Exportar
optout-b-doubts = Decidir quién pide la baja
optout-b-changed = Números por confirmar
optout-b-list = Ver bajas
optout-b-yes = Sí, lo pidió
optout-b-no = No
optout-b-same = { $count ->
        [one] Es la misma persona
       *[other] Son las mismas personas
    }
optout-b-leave = { $count ->
        [one] Dejarla fuera
       *[other] Dejarlas fuera
    }
people-opted-out = Listo, no te escribiremos más. Si cambias de idea, escribe ALTA.
people-footer = Responde BAJA para no recibir más.
people-footer-words = Responde BAJA

## person
person-may = Puede recibir campañas.
person-back = Puede recibir campañas: volvió { $at }.
person-out = De baja.
person-out-message = De baja desde { $at }: escribió "{ $word }".
person-out-operator = De baja desde { $at }: la puso { $by }.
person-out-import = De baja desde { $at }: lista importada por { $by }.
person-out-forgotten = De baja: pidió ser olvidada.
person-doubt-opt-out = Quizá pidió la baja: no le escribo hasta que decidas.
person-doubt-identity = Cambió de teléfono o de dueño: no le escribo hasta que confirmes.
person-consent = Permiso: lo confirmó { $by } { $at } (campaña { $id }).
person-none = No está en ninguna campaña.
person-more = y { $count } más en la evidencia
person-replies = Respuestas: { $count }. Última { $at }: { $text }
person-forget = ¿Olvidar a { $phone }?
    Borro su número, sus datos y sus respuestas de todas las campañas, y el archivo de las listas donde está; las sumas quedan. Nadie le escribe más. No se puede deshacer.
    Los mensajes de este chat bórralos tú.
person-forgotten = { $count ->
        [0] Olvidado: no estaba en ninguna campaña
        [one] Olvidado: estaba en una fila de campañas
       *[other] Olvidado: estaba en { $count } filas de campañas
    }
    Queda solo una marca sin número para no escribirle más.
person-ask-forget = ¿A quién olvido? Escribe su número
person-file = evidencia-{ $ref }.txt
person-b-draft = Nueva campaña con este número
person-b-evidence = Evidencia
person-b-forget = Olvidar
person-b-forget-yes = Sí, olvidar
person-b-keep-opt-out = No es una baja
person-b-keep-identity = Es la misma persona
evidence-title = Evidencia sobre { $phone }
evidence-name = Nombre: { $name }
evidence-made = Hecha: { $at } (horas de { $zone })
evidence-consent = PERMISO
evidence-consent-line = { $at } · { $by } confirmó que las personas de la lista "{ $list }" aceptaron recibir mensajes (campaña { $id } "{ $name }", línea { $line }: { $written })
evidence-optouts = BAJAS
evidence-history-out = { $at } · baja ({ $how })
evidence-history-in = { $at } · vuelve a aceptar ({ $how })
evidence-listed = Ahora: de baja.
evidence-not-listed = Ahora: no está de baja.
evidence-messages = MENSAJES
evidence-message-campaign = Campaña { $id } "{ $name }" · { $state }
evidence-message-answer = Respuesta de { $by } · { $state }
evidence-message-confirmation = Confirmación de la baja · { $state }
evidence-times = salió { $left } · aceptado { $accepted } · entregado { $delivered } · leído { $read }
evidence-file = [archivo { $file }, SHA-256 { $sha256 }]
evidence-replies = RESPUESTAS

## power
power-ask-restart = Reinicio seguro: escribe la clave
    Termino lo que va en camino, guardo y vuelvo en segundos. Borraré tu mensaje.
power-ask-hold = Apagar: escribe la clave
    Termino lo que va en camino y no envío nada hasta /enable. Borraré tu mensaje.
power-ask-logout = Desvincular WhatsApp: escribe la clave
    Antes de hacerlo te pregunto una vez más. Borraré tu mensaje.
power-none = No hay clave de reinicio
    Quien instaló el bot debe poner RESTART_PASSWORD en sus ajustes.
power-wrong = Clave incorrecta. { $left ->
        [one] Te queda { $left } intento.
       *[other] Te quedan { $left } intentos.
    }
power-locked = Reinicio bloqueado 15 min: 5 claves incorrectas
    Lo intentó { $name } a las { $at }.
power-locked-until = Bloqueado por claves incorrectas hasta las { $at }.
power-not-deleted = No pude borrar tu mensaje: bórralo tú.
power-expired = La pregunta venció. Vuelve a empezar.
power-cancelled = Bien, no hago nada.
power-step-draining = Reiniciando: guardando lo que va en camino
power-step-drained = Hecho: campañas en espera, lote confirmado ({ $acked } de { $of })
power-step-unacked = Hecho: campañas en espera, { $acked } de { $of } confirmados; el resto sale otra vez, con el mismo mensaje
power-step-nothing = Hecho: campañas en espera, nada iba en camino
power-closed-http = Hecho: conexiones web cerradas
power-closed-whatsapp = Hecho: WhatsApp cerrado, sigue vinculado
power-closed-store = Hecho: todo guardado
power-late-http = Las conexiones web no cerraron a tiempo; sigo
power-late-whatsapp = WhatsApp no cerró a tiempo; sigo. Nada se pierde.
power-late-store = Guardar tardó demasiado; sigo. Lo enviado ya estaba guardado.
power-next = Sigue: { $steps }
power-next-http = cerrar conexiones
power-next-whatsapp = cerrar WhatsApp
power-next-store = guardar
power-next-exit = apagar y volver
power-back = De vuelta en { $took }
power-back-tries = Volví tras { $tries ->
        [one] 1 intento
       *[other] { $tries } intentos
    }, en { $took }
power-routine = Reinicio de rutina a las { $at }: { $took }, todo en orden
power-routine-missing = Reinicio de rutina a las { $at }: algo falta
power-silence = WhatsApp dejó de contestar: reinicié a las { $at }
    De vuelta en { $took }. Lo que no se confirmó sale otra vez, con el mismo mensaje.
power-missing-whatsapp = Falta WhatsApp: sigo probando. Revisa que ese teléfono tenga internet.
power-missing-telegram = Telegram tardó en contestar.
power-missing-store = No puedo escribir en el disco: avisa a quien lo instaló.
power-not-linked = WhatsApp no está vinculado: no hay nada que desvincular.
power-unlink = ¿Desvincular { $phone }?
    Las campañas quedan en espera. Para volver habrá que vincular otra vez, y WhatsApp puede negarlo por horas o días.
power-unlinking = Desvinculando…
power-unlinked = WhatsApp desvinculado. Las campañas esperan.
power-unlinked-untold = No pude avisar a WhatsApp: quítalo también en el teléfono, en Dispositivos vinculados.
power-copy = Esto es una copia de la instalación
    No me conecto ni envío: si el original sigue encendido, los mensajes saldrían dos veces.
    Si lo mudaste y el original está apagado para siempre, sigue aquí.
power-adopted = Bien: desde ahora este es el original
    Todo sigue donde estaba.
power-still = Bien, me quedo quieto. Puedes apagarme.
power-original = El original sigue encendido. Apágalo y toca otra vez.
power-held = Apagado. No envío nada hasta /enable
    Lo que te escriban se guarda.
power-enabled = Encendido. Todo sigue donde estaba.
power-was-on = Ya estaba encendido.
power-b-cancel = Cancelar
power-b-enable = Encender
power-b-unlink = Sí, desvincular
power-b-copy = Sí, el original está apagado
power-b-still = Dejar la copia quieta

## settings
settings-show = Ajustes
    Los tres primeros son tuyos. Los demás son del negocio: los cambia quien administra.
settings-now = Ahora: { $value }.
settings-yes = sí
settings-no = no
settings-none = sin decir
settings-language-es = español
settings-language-en = inglés
settings-language-pt = portugués
settings-country-auto = automático
settings-cap-auto = automático
settings-cap-off = sin límite
settings-cap-today = Hoy: { $cap }.
settings-span = { $from } a { $to }
settings-lang = ¿En qué idioma te escribo?
settings-clients = ¿En qué idioma leen tus clientes?
    Es el del pie y el del aviso de baja.
settings-zone = ¿Qué hora usa el negocio?
    Por ella van los horarios, el silencio y el límite de cada día.
settings-country = ¿De qué país son los números sin código?
settings-pace = ¿A qué ritmo salen las campañas?
    Cada campaña puede tener otro.
settings-quiet = ¿A qué horas no se envía nada?
    Lo que falte sigue solo cuando termina el silencio.
settings-cap = ¿A cuántas personas nuevas al día, como máximo?
    Automático crece con la edad del vínculo y cuida tu número.
settings-owned = ¿Desde cuándo es tuyo este número?
    Un número con años aguanta más que uno nuevo. Dilo solo si es cierto.
settings-owned-first = Antes de ir al máximo: ¿desde cuándo es tuyo?
    El vínculo es nuevo. Un número con años aguanta más que uno nuevo. Dilo solo si es cierto.
settings-reset = ¿Volver a los ajustes del servidor?
    Cambia: { $list }.
settings-wrong = No entiendo "{ $text }".
settings-ask-zone = Escribe la ciudad: por ejemplo, Asunción
settings-ask-country = Escribe el país: por ejemplo, Paraguay o +595
settings-ask-quiet = Escribe de qué hora a qué hora: por ejemplo, 21 a 8
    Para enviar a toda hora, escribe no.
settings-ask-cap = Escribe cuántas personas nuevas al día: por ejemplo, 300
settings-ask-owned = Escribe desde cuándo es tuyo: por ejemplo, 3/2020
settings-b-lang = Idioma: { $value }
settings-b-replies = Reenviarme respuestas: { $value }
settings-b-plain = Texto simple: { $value }
settings-b-zone = Hora: { $value }
settings-b-country = País sin código: { $value }
settings-b-pace = Ritmo: { $value }
settings-b-quiet = Silencio: { $value }
settings-b-cap = Límite diario: { $value }
settings-b-owned = Número tuyo desde: { $value }
settings-b-footer = Pie "Responde BAJA": { $value }
settings-b-clients = Idioma de clientes: { $value }
settings-b-reset = Volver a los del servidor
settings-b-yes-reset = Sí, volver
settings-b-zone-ask = Otra ciudad
settings-b-country-ask = Otro país
settings-b-country-auto = El de mi WhatsApp
settings-b-pace-careful = Prudente · 4 por minuto
settings-b-pace-normal = Normal · 30 por minuto
settings-b-pace-maximum = Máximo · lo que dé la conexión
settings-b-quiet-ask = Otras horas
settings-b-quiet-off = Enviar a toda hora
settings-b-days = Días de silencio: { $value }
settings-b-clock = Reloj: { $value }
settings-clock-recipient = el de cada persona
settings-clock-business = el del negocio
settings-days = ¿Qué días no se escribe a nadie?
settings-days-none = ninguno
settings-b-cap-auto = Automático
settings-b-cap-ask = Otro número
settings-b-cap-off = Sin límite
settings-b-owned-0 = Hace menos de un mes
settings-b-owned-3 = Hace unos meses
settings-b-owned-7 = Hace más de seis meses
settings-b-owned-13 = Hace más de un año
settings-b-owned-37 = Hace más de tres años
settings-b-owned-ask = Escribir la fecha
settings-percent = { $value } %
settings-health = ¿Cuándo freno o pauso para cuidar la cuenta?
    Miro cada campaña mientras sale. Lo que espera no se pierde.
settings-health-unregistered = ¿Con cuántos sin WhatsApp pauso la campaña?
settings-health-failed = ¿Con cuántos fallidos pauso la campaña?
settings-health-delivered = ¿Con menos de cuántos entregados la pauso?
settings-health-answers = ¿Con menos de cuántas respuestas voy más lento?
settings-health-unreadable = ¿Con cuántos que no pueden abrirlo la pauso?
settings-health-quota = ¿Con qué parte del cupo de WhatsApp la pauso?
settings-health-canary = ¿A cuántos escribo primero, antes de seguir?
settings-short-unregistered = sin WhatsApp { $value }
settings-short-failed = fallidos { $value }
settings-short-delivered = entregados { $value }
settings-short-answers = respuestas { $value }
settings-short-unreadable = no lo abren { $value }
settings-short-quota = cupo { $value }
settings-ask-health = Escribe un porcentaje de 1 a 100: por ejemplo, 15
settings-ask-canary = Escribe cuántas personas, de 1 a 100: por ejemplo, 5
settings-b-health = Cuidado de la cuenta
settings-b-health-ask = Otro valor
settings-b-health-off = No mirarlo
settings-b-canary-off = Sin prueba y sin frenos
settings-b-unregistered = Sin WhatsApp, más de: { $value }
settings-b-failed = Fallidos, desde: { $value }
settings-b-delivered = Entregados, menos de: { $value }
settings-b-answers = Respuestas, menos de: { $value }
settings-b-unreadable = No lo abren, más de: { $value }
settings-b-quota = Cupo de WhatsApp: { $value }
settings-b-canary = Primeros de prueba: { $value }
settings-name-zone = hora
settings-name-country = país sin código
settings-name-language = idioma de los clientes
settings-name-pace = ritmo
settings-name-daily-cap = límite diario
settings-name-quiet-hours = silencio
settings-name-quiet-days = días de silencio
settings-name-quiet-zone = hora de quién
settings-name-canary = prueba con los primeros
settings-name-health = umbrales de salud
settings-name-opt-out-words = palabras de baja
settings-name-footer = pie de baja

## ops
ops-team = Equipo: { $shown } { $count ->
        [one] persona
       *[other] personas
    }
ops-open = { $count ->
        [one] Hay una invitación abierta.
       *[other] Hay { $count } invitaciones abiertas.
    }
ops-admin = administra
ops-operator = opera
ops-invitation = Comparte este enlace con la persona
    Vale hasta { $at } y una sola vez. Entra como operador.
ops-share = Te invito al bot de campañas. Toca el enlace y luego Iniciar.
ops-admin-since = { $name } · administra desde el { $date }
ops-operator-since = { $name } · opera desde el { $date }
ops-seen = Última vez: { $at }.
ops-blocked = Bloqueó el bot: no le llega nada hasta que vuelva.
ops-listed = Está en OPERATOR_IDS: se cambia en el servidor
    Mientras esté en esa lista, administra.
ops-last-admin = Es la única persona que administra
    Haz admin a otra antes.
ops-ask-remove = ¿Quitar a { $name } del equipo?
    Pierde el acceso al instante. Sus campañas siguen; su borrador se descarta.
ops-welcome = Hola, { $name }: ya eres parte del equipo
    Puedes crear campañas, pausarlas y ver sus informes. Los ajustes del negocio y el equipo los cambia quien administra.
ops-joined = { $name } entró al equipo
    Con la invitación de { $by }. Si no es quien esperabas, quita su acceso ahora.
ops-gone = Ya no eres parte del equipo de este bot.
ops-is-gone = Ya no está en el equipo.
ops-used = Esa invitación ya se usó o venció.
ops-revoked = Anulada: ese enlace ya no sirve.
ops-many = Hay muchas invitaciones abiertas. Anula alguna.
ops-audit = Registro: { $shown } { $count ->
        [one] acción
       *[other] acciones
    }
ops-program = El programa
ops-file = registro-{ $day }.csv
ops-column-time = hora
ops-column-who = quién
ops-column-id = id de Telegram
ops-column-what = qué hizo
ops-column-campaign = campaña
ops-did-campaign-scheduled = programó la campaña { $campaign }
ops-did-campaign-rescheduled = cambió la hora de la campaña { $campaign }: { $detail }
ops-did-campaign-repeat = cambió la repetición de la campaña { $campaign }: { $detail }
ops-did-campaign-missed = no pudo enviar a su hora la campaña { $campaign }
ops-did-campaign-started = inició la campaña { $campaign }
ops-did-campaign-paused = pausó la campaña { $campaign }
ops-did-campaign-resumed = reanudó la campaña { $campaign }
ops-did-campaign-speed = cambió la velocidad de la campaña { $campaign }
ops-did-campaign-cancelled = canceló la campaña { $campaign }
ops-did-campaign-finished = terminó la campaña { $campaign }
ops-did-campaign-stopped = detuvo la campaña { $campaign }
ops-did-optout-added = agregó a Bajas a { $detail }
ops-did-optout-removed = quitó de Bajas a { $detail }
ops-did-optout-imported = importó bajas: { $detail }
ops-did-doubt-kept = siguió escribiendo a { $detail }
ops-did-person-forgotten = olvidó a { $detail }
ops-did-text-saved = guardó el mensaje { $detail }
ops-did-list-saved = guardó la lista { $detail }
ops-did-list-removed = borró la lista { $detail }
ops-did-text-removed = borró el mensaje { $detail }
ops-did-link-asked = pidió vincular WhatsApp
ops-did-link-taken = tomó el control de la sesión
ops-did-link-declined = dejó la sesión al otro programa
ops-did-unlinked = desvinculó WhatsApp
ops-did-restarted = reinició
ops-did-held = apagó el envío
ops-did-enabled = encendió el envío
ops-did-password-wrong = escribió mal la clave
ops-did-password-locked = bloqueó la clave: cinco intentos
ops-did-copy-adopted = confirmó que la copia es el original
ops-did-setting-changed = cambió { $detail }
ops-did-settings-reset = volvió a los ajustes del servidor
ops-did-number-declared = dijo que el número es suyo desde { $detail }
ops-did-member-admin = entró como admin
ops-did-member-operator = entró como operador
ops-did-member-invited = creó una invitación
ops-did-member-joined = entró con una invitación
ops-did-member-promoted = hizo admin a { $detail }
ops-did-member-demoted = quitó el rol de admin a { $detail }
ops-did-member-removed = quitó a { $detail } del equipo
ops-did-invitation-revoked = anuló una invitación
ops-did-audit-exported = exportó el registro
ops-b-invite = Invitar
ops-b-audit = Registro
ops-b-open = Invitación hasta { $at }
ops-b-share = Enviar a un contacto
ops-b-copy = Copiar enlace
ops-b-revoke = Anular
ops-b-promote = Hacer admin
ops-b-demote = Quitar admin
ops-b-remove = Quitar
ops-b-yes-remove = Sí, quitar
ops-b-see = Ver persona
ops-b-export = Exportar
ops-did-campaign-retried = reintentó la campaña { $campaign }: es la { $detail }
ops-did-campaign-renamed = renombró la campaña { $campaign }: { $detail }
ops-did-campaign-urgent = puso antes que todas la campaña { $campaign }
ops-did-campaign-not-urgent = quitó la urgencia de la campaña { $campaign }

## report
report-column-line = línea
report-column-written = número escrito
report-column-phone = número usado
report-column-state = estado
report-column-reason = motivo
report-column-accepted = enviado
report-column-delivered = entregado
report-column-read = leído
report-column-unsent = no salió
report-zipped = Pesa { $size }: va comprimido en un zip. Tócalo para abrirlo.
report-many = Son { $rows } filas y Excel muestra 1.048.575: ábrelo en partes o con otro programa.
report-state-queued = en cola
report-state-sending = enviando
report-state-accepted = enviado
report-state-delivered = entregado
report-state-read = leído
report-state-failed = fallido
report-state-skipped = omitido
report-reason-invalid = no es un número válido
report-reason-duplicate = repetido
report-reason-opted-out = se dio de baja
report-reason-joined = va en el mensaje de la fila { $line }
report-reason-incomplete = no tiene { $field }
report-reason-long = su texto queda demasiado largo
report-reason-not-on-whatsapp = sin WhatsApp
report-reason-unverified = espera tu decisión
report-reason-cancelled = campaña cancelada
report-reason-refused = WhatsApp lo rechazó
report-reason-unconfirmed = WhatsApp nunca lo confirmó
report-reason-unreachable = ningún dispositivo disponible
report-reason-address = dirección rechazada por WhatsApp
report-reason-too-fast = WhatsApp pidió ir más lento
report-reason-server = error de WhatsApp
report-reason-lookup = WhatsApp no pudo verificar el número
report-reason-upload = WhatsApp no recibió los archivos
report-reason-empty = sin número
report-reason-letters = tiene letras
report-reason-spreadsheet-damage = Excel cortó el número
report-reason-too-short = muy corto
report-reason-too-long = muy largo
report-reason-no-country = falta el código de país
report-reason-not-valid = no es un número válido
report-reason-several-numbers = había varios números
hold-connection = conexión
hold-replaced = sesión abierta en otro lugar
hold-asleep = dormido
hold-restart = reinicio
hold-disabled = apagado con /disable
hold-reach-out-lock = límite de WhatsApp
hold-new-chat-cap = límite de WhatsApp
hold-daily-cap = límite de hoy
hold-refusals = WhatsApp rechazó varios
hold-too-fast = WhatsApp pide ir más lento
hold-upload = subir la foto
hold-disk = espacio en disco
hold-ban = cuenta suspendida
hold-copy = copia de la instalación

## panel

panel-title = Campañas de WhatsApp
panel-outside = Ábrelo desde Telegram: este panel no funciona en un navegador.
panel-over = La sesión terminó. Cierra y abre de nuevo el panel.
panel-offline = Sin conexión con el programa. Sigo probando…
panel-stale = Sin datos desde { $at }
panel-failed = No salió. Prueba otra vez.
panel-qr = Código QR para vincular WhatsApp
panel-h-today = Hoy
panel-h-next = Sigue
panel-h-last = Últimas campañas
panel-h-account = Cuenta
panel-h-stats = Estadísticas
panel-h-more = Más: apagar, reiniciar, desvincular
panel-ask-number = ¿Qué número tiene ese WhatsApp? Con código de país.
panel-number = Número
panel-ask-password = Escribe la clave de administración
panel-password = Clave
panel-b-back = Volver
panel-link-offline = Falta conectar WhatsApp
panel-link-connecting = Conectando…
panel-link-awaiting-scan = Esperando que escanees
panel-link-scan-expired = El código venció
panel-link-linking = Terminando de vincular…
panel-link-online = WhatsApp conectado
panel-link-reconnecting = Sin conexión: reconectando
panel-link-given-up = Sin conexión
panel-link-asleep = WhatsApp dormido · despierta solo
panel-link-replaced = Sesión abierta en otro lugar
panel-link-unreachable = No llego a WhatsApp
panel-link-banned = Cuenta suspendida por WhatsApp
panel-link-logged-out = WhatsApp cerró la sesión
panel-link-outdated = El programa necesita una actualización
panel-scan = Vence a las { $at }. En el otro teléfono: WhatsApp → Dispositivos vinculados → Vincular.
panel-type = Vence a las { $at }. WhatsApp → Dispositivos vinculados → Vincular con número de teléfono.
panel-try = Intento { $attempt } de { $of }
panel-until = Hasta { $at }
panel-b-sleep = Dormir
panel-b-wake = Despertar
panel-b-connect = Conectar
panel-b-later = Dejarlo para después
panel-b-retry = Reconectar
panel-b-letters = Usar 8 letras
panel-today = { $sent }, { $delivered }, { $read }, { $replies }
panel-next = { $name }, { $at }
panel-done = { $done } de { $people }
panel-f-sent = Enviados
panel-f-delivered = Entregados
panel-f-read = Leídos
panel-f-replies = Respuestas
panel-f-failed = Fallidos
panel-f-skipped = Omitidos
panel-ended = { $name }: { $sent } de { $people } · { $at }
panel-waits = Espera por: { $why }
panel-waiting = En cola: { $count }
panel-b-restart = Reiniciar
panel-b-hold = Apagar
panel-b-enable = Encender
panel-b-unlink = Desvincular
panel-ask-unlink = ¿Desvincular { $phone }? Las campañas quedan en pausa. Para volver habrá que vincular otra vez. Escribe la clave.
panel-report-sent = El informe va a tu chat.
panel-bad-number = No entiendo ese número. Escríbelo con código de país: +595 981 123 456
panel-no-code = WhatsApp no dio un código. Prueba con el QR.
panel-code-later = Pediste muchos códigos. El próximo, a las { $at }.
panel-told-in-chat = Hecho: te cuento en el chat.
## logs
logs-show = Registros: ¿cuál quieres ver?
    Sin textos ni números completos. Se guardan 14 días.
logs-last = { $log }: lo último
logs-empty = { $log }: todavía vacío
logs-warning = AVISO
logs-error = ERROR
logs-b-core = Programa
logs-b-queue = Envíos
logs-b-baileys = WhatsApp
logs-b-file = Enviar archivo
logs-b-logs = Registros

## doctor
doctor-good = bien
doctor-notice = ojo
doctor-bad = mal
doctor-all-good = Todo en orden.
doctor-all-notice = Funciona. Para mirar con calma: { $count }.
doctor-all-bad = Por arreglar: { $count }.
doctor-fine = Bien: { $names }.
doctor-looking = Revisando…
doctor-b-again = Revisar otra vez
doctor-failed = no se pudo revisar ({ $code }).
doctor-name-settings = Ajustes
doctor-name-program = Programa
doctor-name-node = Node
doctor-name-zones = Zonas horarias
doctor-name-folders = Carpetas
doctor-name-disk = Disco
doctor-name-network = Red
doctor-name-telegram = Telegram
doctor-name-clock = Reloj
doctor-name-webhook = Webhook
doctor-name-store = Datos
doctor-name-session = WhatsApp
doctor-name-baileys = Baileys
doctor-name-uploads = Archivos
doctor-name-ffmpeg = ffmpeg
doctor-settings-good = completos.
doctor-settings-bad = { $problems } Corrígelos en .env; .env.example los explica.
doctor-program-running = encendido.
doctor-program-stopped = apagado; se enciende con npm start.
doctor-node-good = { $version }.
doctor-node-old = { $version } es muy viejo: corre npm ci, que trae el suyo.
doctor-zones-good = { $version }.
doctor-zones-old = { $version } es vieja y da horas equivocadas: corre npm ci, que trae otro Node.
doctor-folders-good = se pueden usar.
doctor-folders-absent = { $folder } todavía no existe; la crea el primer inicio.
doctor-folders-closed = no puedo escribir en { $folder }: dale permiso al usuario que enciende el programa.
doctor-folders-file = { $folder } no es una carpeta.
doctor-folders-open = otros usuarios de esta máquina pueden leer { $folder }: corre chmod 700 en ella.
doctor-disk-good = { $free } libres.
doctor-disk-unknown = no dice cuánto tiene.
doctor-disk-low = quedan { $free }: haz lugar pronto.
doctor-disk-full = quedan { $free }: los envíos esperan hasta que haya lugar.
doctor-network-good = llego por { $families }.
doctor-network-name = no encuentro { $host }: revisa el DNS y la conexión a internet.
doctor-network-unreachable = no llego a { $host }: revisa el cortafuegos y la conexión a internet.
doctor-network-family = { $host } tiene { $family } y por ahí no llego, solo por { $families }: arregla o apaga { $family }, porque cada conexión lo intenta primero.
doctor-telegram-good = el token es de @{ $name }.
doctor-telegram-absent = falta TELEGRAM_BOT_TOKEN: pide un bot a @BotFather y copia su token.
doctor-telegram-refused = rechaza el token ({ $status }): cópialo otra vez de @BotFather a TELEGRAM_BOT_TOKEN.
doctor-telegram-unreachable = no contesta; mira Red.
doctor-clock-good = en hora.
doctor-clock-unknown = Telegram no contestó, no puedo compararlo.
doctor-clock-ahead = adelanta { $seconds } s: ajústalo (NTP). Nada programado empieza así.
doctor-clock-behind = atrasa { $seconds } s: ajústalo (NTP). Nada programado empieza así.
doctor-webhook-polled = { $waiting ->
        [one] no se usa; espera 1 mensaje.
       *[other] no se usa; esperan { $waiting } mensajes.
    }
doctor-webhook-set = llega a { $host }.
doctor-webhook-unset = el programa lo pone al iniciar.
doctor-webhook-left = quedó uno puesto a { $host }; el programa lo quita al iniciar.
doctor-webhook-elsewhere = otro programa lo puso a { $host }: apaga ese programa.
doctor-webhook-failing = Telegram no puede entregar { $waiting ->
        [one] 1 mensaje
       *[other] { $waiting } mensajes
    }: { $trouble }
doctor-webhook-unknown = no lo pude preguntar; mira Telegram.
doctor-store-good = sanos (versión { $version }).
doctor-store-absent = todavía no hay; los crea el primer inicio.
doctor-store-damaged = la base de datos está dañada: apaga el programa y recupera la última copia con npm run restore.
doctor-store-newer = son de un programa más nuevo (versión { $version }): instala esa versión otra vez.
doctor-session-linked = vinculado, cuenta { $phone }.
doctor-session-unlinked = sin vincular; se vincula en el chat con /connect.
doctor-session-damaged = la sesión está dañada: recupera una copia con npm run restore, o vincula otra vez.
doctor-session-newer = la sesión es de un programa más nuevo: instala esa versión otra vez.
doctor-session-copy = estas carpetas son una copia; el programa pregunta en el chat antes de conectarse.
doctor-baileys-good = { $version }, el original. Mira también en el teléfono: Dispositivos vinculados.
doctor-baileys-absent = no está instalado: corre npm ci.
doctor-baileys-other = está { $found } en lugar de { $wanted }: corre npm ci, y mira Dispositivos vinculados en el teléfono.
doctor-baileys-lookalike = hay imitaciones instaladas ({ $names }): corre npm ci, cambia claves y quita dispositivos desconocidos en el teléfono.
doctor-uploads-good = ninguno sobra.
doctor-uploads-orphans = { $count ->
        [one] sobra 1
       *[other] sobran { $count }
    } ({ $size }) en la carpeta de archivos recibidos; los del programa se borran solos, mira los demás.
doctor-ffmpeg-good = está.
doctor-ffmpeg-absent = no está; sin él otros sonidos salen como archivo, no como nota de voz.

## backup
backup-usage = Uso: npm run backup -- ARCHIVO [--move]
    --move: esta instalación se muda. Queda quieta, y la copia sigue en otro lugar.
backup-ask = Frase para sellar la copia ({ $least } caracteres o más):
backup-ask-again = Otra vez:
backup-short = La frase es muy corta: usa { $least } caracteres o más.
backup-differ = Las dos frases no son iguales. No hice nada.
backup-no-passphrase = Falta la frase: pon BACKUP_PASSPHRASE o BACKUP_PASSPHRASE_FILE en los ajustes.
backup-running = El programa está encendido. Para mudarte apágalo primero; para una copia de seguridad, quita --move.
backup-refused-nothing = Todavía no hay nada que copiar en las carpetas de los ajustes.
backup-refused-exists = Ese archivo ya existe. Elige otro nombre: no escribo encima.
backup-refused-disk = No hay espacio para la copia en el disco de los datos. No hice nada.
backup-damaged = Una base de datos está dañada: así la copia no serviría. Mira npm run doctor.
backup-failed = No se pudo: { $code }. No cambié nada.
backup-done = Copia sellada: { $file } ({ $size }, { $files })
    Guárdala fuera de este servidor, y la frase en otro lugar: sin ella nadie puede abrirla.
backup-moved = Esta instalación queda quieta: si alguien la enciende, dirá que es una copia.
    Sigue en el otro servidor con npm run restore. Hasta entonces WhatsApp guarda lo que te escriban.
restore-usage = Uso: npm run restore -- ARCHIVO [--replace]
    --replace: lo que haya en las carpetas se aparta, no se borra.
restore-ask = Frase de la copia:
restore-running = El programa está encendido en estas carpetas. Apágalo primero.
restore-not-empty = { $folder } no está vacía. Con --replace aparto lo que hay y pongo la copia.
restore-seal-not-ours = Ese archivo no es una copia de npm run backup.
restore-seal-newer = La copia es de un programa más nuevo. Actualiza este y prueba de nuevo.
restore-seal-passphrase = La frase no es esa, o el archivo está dañado desde el principio. No cambié nada.
restore-seal-damaged = El archivo está dañado o cortado. No cambié nada.
restore-done = Copia en su lugar: hecha { $at }, { $files }, cuenta { $phone }, campañas abiertas: { $open }
    Enciende el programa: sigue donde estaba, sin escanear. El original debe quedar apagado.
restore-aside = Lo que había está en { $folder }; bórralo cuando no lo necesites.

## time
time-under-minute = menos de 1 min
time-minutes = { $minutes } min
time-hours = { $hours } h{ $minutes ->
        [0] {""}
       *[other] {" "}{ $minutes } min
    }
time-days = { $days } d{ $hours ->
        [0] {""}
       *[other] {" "}{ $hours } h
    }
time-tomorrow = mañana { $time }
time-yesterday = ayer { $time }
time-in = en { $time }
time-seconds = { $seconds } { $seconds ->
        [one] segundo
       *[other] segundos
    }
time-minutes-seconds = { $minutes } min { $seconds } s
time-today = hoy { $time }

## many
many-people = { $shown } { $count ->
    [1] persona
   *[other] personas
}
many-newcomers = { $shown } { $count ->
    [1] persona nueva
   *[other] personas nuevas
}
many-sent = { $shown } { $count ->
    [1] enviado
   *[other] enviados
}
many-delivered = { $shown } { $count ->
    [1] entregado
   *[other] entregados
}
many-read = { $shown } { $count ->
    [1] leído
   *[other] leídos
}
many-failed = { $shown } { $count ->
    [1] fallido
   *[other] fallidos
}
many-replies = { $shown } { $count ->
    [1] respuesta
   *[other] respuestas
}
many-messages = { $shown } { $count ->
    [1] mensaje
   *[other] mensajes
}
many-files = { $shown } { $count ->
    [1] archivo
   *[other] archivos
}
many-out-invalid = { $shown } { $count ->
    [1] no válido
   *[other] no válidos
}
many-out-duplicate = { $shown } { $count ->
    [1] repetido
   *[other] repetidos
}
many-out-opted-out = { $shown } { $count ->
    [1] dado de baja
   *[other] dados de baja
}
many-out-joined = { $shown } { $count ->
    [1] unido a otra fila
   *[other] unidos a otra fila
}
many-out-incomplete = { $shown } sin un dato
many-out-long = { $shown } con texto muy largo
many-out-not-on-whatsapp = { $shown } sin WhatsApp
many-out-unverified = { $shown } por decidir
many-out-cancelled = { $shown } sin salir al cancelar
