## guard
guard-stranger = Este bot é privado.
    Peça um convite a quem o administra.
guard-group = Só trabalho em conversa privada.
guard-b-private = Abrir conversa
guard-invitation-used = Este convite já foi usado ou venceu.
    Peça outro a quem administra o bot.
guard-short-description = Campanhas de WhatsApp pelo Telegram. Bot privado.
guard-admins = Só quem administra pode fazer isto.
guard-contested = Outro programa lê as mensagens deste bot
    Ele pode ficar com o que você escreve e toca. Desligue o que sobra; as campanhas continuam.
guard-old = Este menu não vale mais. Aqui está o atual.
guard-error = Algo falhou do meu lado. Seu rascunho está a salvo.
    Ficou anotado: código { $code }.
guard-description = Campanhas de WhatsApp daqui: lista, mensagem, enviar.
    Bot privado, só para pessoas autorizadas.

## menu
menu-claimed = Pronto, { $name }: é você quem administra este bot.
    Passo 1 de 3: conecte seu WhatsApp.
menu-claim-used = Este link já foi usado ou venceu.
    Reinicie o programa para obter outro.
menu-first-link = WhatsApp conectado: { $phone }
    Passo 2 de 3: teste com você. Vai chegar uma mensagem no seu próprio chat.
menu-online-idle = WhatsApp conectado · nada enviando
menu-online-sending = WhatsApp conectado · { $count } { $count ->
        [one] campanha
       *[other] campanhas
    } enviando
menu-not-linked = Falta conectar o WhatsApp
menu-asleep = WhatsApp dormindo · acorda sozinho
menu-reconnecting = Sem conexão · tentativa { $attempt } de { $of }
menu-offline = WhatsApp sem conexão
menu-today = Hoje: { $sent }, { $replies }.
menu-next = Próxima: { $at }.
menu-nothing = Não há nada para cancelar.
menu-cancelled = Rascunho descartado.
menu-b-connect = Conectar WhatsApp
menu-b-new = Nova campanha
menu-b-campaigns = Campanhas
menu-b-status = Status
menu-b-stats = Estatísticas
menu-b-optouts = Saídas
menu-b-help = Ajuda
menu-b-settings = Configurações
menu-b-menu = Menu
menu-b-panel = Abrir painel
menu-b-panel-short = Painel
menu-b-self = Enviar um teste para mim
menu-b-skip = Pular e criar campanha
menu-c-start = Menu
menu-c-connect = Conectar WhatsApp
menu-c-new = Nova campanha
menu-c-campaigns = Minhas campanhas
menu-c-status = Status agora
menu-c-stats = Estatísticas
menu-c-optouts = Saídas
menu-c-disable = Reinício seguro
menu-c-logout = Desvincular o WhatsApp
menu-c-settings = Configurações
menu-c-operators = Equipe
menu-c-logs = Registros do programa
menu-c-enable = Ligar
menu-c-cancel = Cancelar o que estou fazendo
menu-c-help = Ajuda
help-show = Em que posso ajudar?
help-list = Como preparar a lista
    Uma coluna com números; as outras, dados como o nome.
    Sem código de país, uso o do seu país.
    No Excel: Arquivo → Salvar como → CSV.
    Se o Excel mostrar 5,95981E+11: coluna → Formatar → Texto, e cole os números outra vez.
help-text = Como escrever a mensagem
    Escreva {"{"}nome{"}"} onde entra um dado da sua lista.
    Se ele puder faltar: {"{"}nome|amigo{"}"}
    Você também pode mandar fotos, PDF, vídeo ou áudio, com texto antes ou depois.
    Negrito: *assim*. Itálico: _assim_. Riscado: ~assim~.
help-connect = Como conectar o WhatsApp
    No outro telefone: WhatsApp → Configurações (ou menu ⋮) → Dispositivos conectados → Conectar dispositivo.
    Escaneie o código que eu mandar. O telefone precisa ter internet.
    Está neste mesmo telefone? Peça um código de 8 letras: copie e digite lá.
help-limits = Como cuidar do seu número
    Escreva só a quem aceitou; comece por quem conhece você.
    Com um vínculo novo saem poucas pessoas novas por dia; o limite sobe sozinho com as semanas. Quem escreveu há pouco não conta.
    Nas horas de silêncio não envio: quem se incomoda bloqueia você.
    Se o WhatsApp limitar, espero até a hora que ele diz e continuo sozinho. Ninguém se perde.
    Não insista: vincular de novo ou trocar de número piora o limite.
help-limits-today = Limite de hoje: { $cap }.
help-trouble = Algo não funciona
    Sem conexão: veja se o telefone tem internet, e toque em Reconectar.
    Não sai nada: Estado diz o que espera e até quando.
    Falhas: o relatório da campanha diz o motivo de cada número.
    Muitos sem WhatsApp: a lista é velha, ou falta o código do país.
    Um botão não responde: escreva /start e siga pelo menu.
help-team = A equipe
    Convide com um link: vale 24 horas e uma só vez.
    Quem opera cria campanhas, pausa e vê relatórios. Quem administra também muda as configurações, a equipe e reinicia.
    Remover alguém vale na hora; suas campanhas seguem.
    O registro guarda quem fez o quê, e pode ser exportado.
help-consent = Saídas e permissões
    Quem responde SAIR, BAJA ou STOP sai da lista na hora e não recebe mais campanhas.
    Antes de enviar, você confirma que essas pessoas aceitaram. Fica registrado com seu nome.
    Se alguém pedir de outro jeito, adicione em Saídas.
help-power = Reiniciar ou desligar
    /disable termina o que está a caminho, salva e volta em segundos.
    /disable hold desliga até /enable.
    /logout desvincula o WhatsApp; voltar pode ser difícil.
    As campanhas continuam de onde estavam.
help-b-list = Preparar a lista
help-b-text = Escrever a mensagem
help-b-connect = Conectar WhatsApp
help-b-limits = Cuidar do número
help-b-consent = Saídas e permissões
help-b-trouble = Algo não funciona
help-b-team = A equipe
help-b-people = Ver a equipe
help-b-power = Reiniciar ou desligar
help-b-doctor = Revisar se tudo funciona
help-b-restart = Reiniciar agora
help-b-hold = Desligar
help-b-logout = Desvincular
help-b-sample = Ver um exemplo
help-b-example = Ver um exemplo de lista
help-sample = Um exemplo de lista. Mude o que quiser e me envie.
help-sample-name = exemplo.csv
help-sample-csv = telefone;nome
    0981 123456;Ana
    0971 555000;Luis

## connect
connect-scan = Escaneie este código com o WhatsApp · vence { $when }
    No outro telefone: WhatsApp → Configurações (ou menu ⋮) → Dispositivos conectados → Conectar.
    O WhatsApp está neste mesmo telefone? Use um código de 8 letras.
connect-scanned = Código lido. Terminando de vincular…
connect-typed = Se esse telefone disser que não serve, digite outra vez: { $code }
connect-stuck = O telefone não termina de vincular
    O WhatsApp pode pedir uma chave de acesso (passkey) a essa conta; este programa não pode dar esse passo.
    Olhe esse telefone. Tente a outra forma de vincular, ou espere um dia; insistir não ajuda.
connect-passkey = O WhatsApp pede uma chave de acesso (passkey)
    É um passo que o WhatsApp exige de algumas contas ao vincular, e este programa não pode dá-lo.
    Tente a outra forma de vincular, espere um dia, ou vincule outro número. Nada se perdeu.
connect-expired = O código venceu. Sem problema.
    Peça outro quando estiver com o telefone na mão.
    Já tinha lido e não terminou? O WhatsApp pode pedir uma chave de acesso (passkey): tente a outra forma.
connect-number = Qual é o número desse WhatsApp?
    Toque em "Compartilhar meu número" ou digite com o código do país: +595 981 123 456
connect-number-wrong = Esse número não é válido.
    Digite com o código do país: +595 981 123 456
connect-number-country = Falta o código do país.
    Digite com + e o código: +595 981 123 456
connect-letters = Seu código: { $code } · vence { $when }
    Para { $phone }
    1. WhatsApp → Configurações (ou menu ⋮) → Dispositivos conectados.
    2. Conectar dispositivo → Conectar com número de telefone.
    3. Digite o código. Se não chegar nenhum aviso, continue assim mesmo.
connect-too-many = Outro código de 8 letras: { $when }
    Pedir muitas vezes faz o WhatsApp negar. O QR você pode pedir já.
connect-refused = O WhatsApp não deu código para esse número
    Veja se { $phone } é o desse WhatsApp, ou use o QR.
connect-no-answer = Não chegou nenhum código do WhatsApp
    Pode ser a conexão, ou outra pessoa pediu outro. Tente outra vez ou use o QR.
connect-asking = Pedindo um código ao WhatsApp…
connect-online = WhatsApp conectado: { $phone }
connect-goes-on = A campanha { $id } continua sozinha a partir de { $done } de { $people }.
connect-already = O WhatsApp já está conectado: { $phone }
connect-lost = WhatsApp sem conexão desde { $at }
    Tentei 5 vezes. Veja se esse telefone tem internet. Nada se perdeu.
connect-removed = O WhatsApp encerrou a sessão deste bot
    Ela foi removida em "Dispositivos conectados". Vincule outra vez para continuar.
connect-removed-away = O WhatsApp encerrou a sessão enquanto estávamos fora
    Ela foi removida no telefone, ou ele ficou duas semanas sem uso. Vincule de novo para seguir; nada se perdeu.
connect-locked = O WhatsApp bloqueou esta conta
    Abra o WhatsApp no telefone e peça uma análise. Não insisto por conta própria.
connect-unknown = O WhatsApp encerrou a sessão (código { $code })
    Vincule outra vez para continuar. Nada se perdeu.
connect-banned = O WhatsApp encerrou esta conta
    Esse número não pode mais usar o WhatsApp. No telefone você pode pedir uma análise. Eu não insisto sozinho.
connect-suspended = O WhatsApp suspendeu a conta até { $until }
    Espero até lá. Insistir pode bloquear seu número.
connect-suspended-unknown = O WhatsApp suspendeu a conta
    Não disse até quando. Espero um dia antes de tentar outra vez.
connect-why-strangers = Motivo dele: muita gente que não esperava recebeu mensagens.
connect-why-blocked = Motivo dele: muitas pessoas bloquearam este número.
connect-why-groups = Motivo dele: muitos grupos foram criados com desconhecidos.
connect-why-same-text = Motivo dele: o mesmo texto saiu vezes demais.
connect-why-broadcast = Motivo dele: envios demais a listas de transmissão.
connect-unreachable = Não consegui chegar ao WhatsApp
    Este servidor está sem internet, ou o WhatsApp não responde. Tente de novo em um minuto.
connect-replaced = Esta sessão está aberta em outro lugar
    Outro programa usa o mesmo vínculo desde { $at }. Não brigo com ele: você decide.
connect-out = Fico de fora: a sessão continua no outro programa
    Aqui nada sai nem entra, nem depois de um reinício. Você pode voltar quando quiser.
connect-outdated = O WhatsApp pede uma versão mais nova
    Atualize este programa. As campanhas esperam; nada se perdeu.
connect-cancelled = Tudo bem, deixamos para depois.
connect-reconnecting = Tentando outra vez…
connect-awake = Continuo acordado.
connect-drowsy = Em { $time } vou dormir: ninguém me usa
connect-asleep = Dormindo. Acordo sozinho se houver algo para enviar.
connect-waking = Acordando…
connect-b-later = Deixar para depois
connect-b-code = Novo código
connect-b-again = Vincular de novo
connect-b-retry = Reconectar
connect-b-take = Tomar o controle
connect-b-out = Ficar de fora
connect-b-awake = Continuar acordado
connect-b-wake = Acordar
connect-b-try = Tentar de novo
connect-b-here = Está neste telefone
connect-b-letters = Usar 8 letras
connect-b-qr = Usar QR
connect-b-copy = Copiar código
connect-b-other-code = Outro código
connect-b-number = Outro número
connect-b-share = Compartilhar meu número
connect-b-stop = Cancelar
connect-imported = WhatsApp vinculado: usei a sessão que estava aqui
    Conta { $phone }, sem escanear. Desligue o programa anterior: dois não podem usar a mesma sessão.
    Os arquivos ficaram guardados em bot_sessions, em { $folder }.
connect-import-damaged = Encontrei uma sessão anterior, mas está danificada
    Não mexi nela. Vincule de novo com um código, ou ponha os arquivos completos em bot_sessions e reinicie.
connect-import-unlinked = Encontrei uma sessão anterior que não está vinculada
    Não mexi nela. Vincule com um código.
connect-import-several = Encontrei várias sessões anteriores
    Não mexi em nenhuma: deixe em bot_sessions só a pasta que quer usar e reinicie, ou vincule com um código.

## new
new-list = Passo 1 de 3: envie a lista
    Um arquivo .xlsx, .csv ou .vcf com os números. Você também pode colá-los aqui ou compartilhar contatos.
new-exists = Você tem um rascunho: { $name }, { $people }
new-exists-since = É de { $when }. Começar outro o descarta.
new-reading = Lendo { $name } · { $rows } linhas
new-read = Lista lida: { $people } para escrever
new-read-pasted = Lista: { $people } · acabei de somar { $added }
new-read-column = Números: coluna "{ $column }". Sem código de país: { $country }.
new-read-no-column = Sem código de país: { $country }.
new-read-no-country = Todos precisam do código de país: não sei de que país são os demais.
new-read-sheet = Planilha "{ $sheet }"{ $others ->
        [0] .
        [one] ; há outra planilha com dados que não uso.
       *[other] ; há outras { $others } planilhas com dados que não uso.
    }
new-read-contacts = De cada contato uso o celular; se não tem, outro número.
new-read-more = Você pode enviar mais números ou contatos: eles se somam.
new-read-accents = Dá para ler bem? { $values }
new-read-several = { $count ->
        [one] Uma linha traz
       *[other] { $shown } linhas trazem
    } vários números: uso um, primeiro o celular.
new-read-landlines = { $count ->
        [one] Um parece fixo: escrevo se tiver
       *[other] { $shown } parecem fixos: escrevo se tiverem
    } WhatsApp.
new-read-out = Fora: { $parts }.
new-read-repeated = De cada número repetido fica a primeira linha.
new-read-joined = As linhas de um mesmo número vão em uma mensagem: { $example }.
new-read-each = Cada linha de um número repetido é uma mensagem.
new-read-damaged = { $count ->
        [one] O Excel danificou 1 número: está entre os inválidos.
       *[other] O Excel danificou { $shown } números: estão entre os inválidos.
    }
new-read-fields = Dados para a mensagem: { $fields }
new-columns = Qual coluna tem os números?
new-countries = De que país são os números sem código?
new-country-ask = De que país são os números sem código?
    Escreva o nome ou o código, por exemplo Paraguai ou +595.
new-country-unknown = Não conheço esse país: { $text }
    Escreva o nome ou o código, por exemplo Paraguai ou +595.
new-content = Passo 2 de 3: agora a mensagem
    Escreva aqui, ou envie fotos, PDF, vídeo ou áudio (com texto, se quiser).
new-content-fields = Você pode usar { $fields }. Se faltar o dado: { $example }
new-unknown = Não conheço { $field }
    Sua lista tem: { $fields }. Edite sua mensagem ou envie de novo.
new-unknown-none = Não conheço { $field }
    Sua lista não tem dados com nome. Edite sua mensagem ou envie de novo.
new-gap = { $shown } { $count ->
        [one] pessoa não tem
       *[other] pessoas não têm
    } { $field }
    Antes de enviar: o que ponho no lugar, ou deixo { $count ->
        [one] essa pessoa
       *[other] essas pessoas
    } de fora?
new-gap-ask = O que ponho onde falta { $field }?
    Escreva: uma palavra que sirva para qualquer pessoa.
new-gap-nobody = Assim não sobraria ninguém para quem escrever.
new-gap-file = linhas-incompletas.csv
new-gap-friend = amigo
new-gap-client = cliente
new-gap-example = { $one } e { $other }
new-left-out = Deixo de fora { $shown } { $count ->
        [one] pessoa
       *[other] pessoas
    } sem { $fields }.
new-left-out-long = Deixo de fora { $shown } { $count ->
        [one] pessoa
       *[other] pessoas
    } com texto longo demais.
new-repeated = { $shown } { $count ->
        [one] linha repete
       *[other] linhas repetem
    } um número: o que faço?
    Por exemplo, uma mãe que está duas vezes, por dois filhos.
    Agora: { $now }.
new-repeated-first = só conta a primeira linha
new-repeated-joined = uma mensagem com os dados de todas
new-repeated-each = uma mensagem por linha
new-more = Opções do rascunho
new-name-ask = Como se chama esta campanha?
    Só sua equipe vê. Agora: { $name }
new-link-found = Prévia do link: { $title }
new-link-looking = Olhando o link…
new-link-failed = Sem prévia do link: não consegui ler { $link }
new-link-none = Sem prévia do link: a mensagem não tem nenhum.
new-link-differs = Sem prévia do link: cada pessoa tem outro.
new-link-media = Sem prévia do link: com arquivos o WhatsApp não mostra.
new-preview = Passo 3 de 3: revise seu envio a { $people } { $count ->
        [one] pessoa
       *[other] pessoas
    }
new-for-number = Para { $phone }
new-for-empty = Para { $phone }, com dados faltando
new-for-name = Para { $name } ({ $phone })
new-for-name-empty = Para { $name } ({ $phone }), com dados faltando
new-for-nameless = Para { $phone }, sem nome na lista
new-when = Quando: agora. Ritmo: { $pace }, termina por volta de { $end }.
new-when-two = Quando: hoje saem { $first }, amanhã { $second }. Ritmo: { $pace }; termina { $end }.
new-when-days = Quando: hoje saem { $first }, depois { $second } e o resto nos dias seguintes. Ritmo: { $pace }; termina { $end }.
new-when-later = Quando: começa { $start }. Ritmo: { $pace }, termina por volta de { $end }.
new-when-later-two = Quando: começa { $start }; saem { $first }, no outro dia { $second }. Ritmo: { $pace }; termina { $end }.
new-when-later-days = Quando: começa { $start }; saem { $first }, depois { $second } e o resto nos dias seguintes. Ritmo: { $pace }; termina { $end }.
new-when-closing = Cada dia fecha às { $time } e continua pela manhã.
new-when-by = Distribuído para terminar: { $by }.
new-when-late = Até { $by } não dá: termina { $end }. Tente outro ritmo.
new-content-files = Agora tem { $what }. Envie mais arquivos ou um texto.
new-content-now = Agora tem { $what }. Envie mais arquivos ou outro texto.
new-has-image = { $count ->
        [one] uma foto
       *[other] { $count } fotos
    }
new-has-video = { $count ->
        [one] um vídeo
       *[other] { $count } vídeos
    }
new-has-voice = { $count ->
        [one] uma nota de voz
       *[other] { $count } notas de voz
    }
new-has-document = { $count ->
        [one] um arquivo
       *[other] { $count } arquivos
    }
new-has-text = um texto
new-carries = Leva { $what }.
new-file-named = Arquivo: { $name }
new-file-renamed = { $was } é na verdade um { $kind }: vai como { $name }.
new-file-was = { $was } é na verdade { $what }: vai assim.
new-is-image = uma foto
new-is-video = um vídeo
new-is-voice = um áudio
new-file-program = { $name } é um programa: muitos telefones não abrem.
new-file-unknown = Não sei o que é { $name }: talvez não consigam abrir.
new-text-first = O texto vai antes da nota de voz, em outra mensagem.
new-other-text = Escreva o texto novo. Os arquivos ficam.
new-receiving = Estou recebendo seus arquivos. Um momento.
new-late = { $count ->
        [one] Chegou outro arquivo do mesmo álbum. Incluo também?
       *[other] Chegaram { $count } arquivos do mesmo álbum. Incluo?
    }
new-too-late = Este arquivo chegou tarde: a campanha saiu sem ele.
new-recompressed = O Telegram reduziu sua foto. Para enviá-la intacta, mande como Arquivo.
new-not-linked = O WhatsApp não está conectado. Seu rascunho fica pronto.
new-pace = Em que ritmo?
    Prudente cuida de uma conta nova. Máximo, só com quem escreve para você com frequência.
new-consent = { $count ->
        [one] Esta pessoa aceitou receber suas mensagens?
       *[other] Estas { $shown } pessoas aceitaram receber suas mensagens?
    }
    Fica registrado com seu nome. Escrever sem permissão pode bloquear seu número.
new-again = Enviar agora para { $people }?
new-sent = Enviada como campanha { $id }
new-started = Já está em andamento: campanha { $id }
new-other-list = Agora espero a mensagem. É outra lista?
new-pasted-name = números enviados
new-big-image = A foto tem { $size } MB e o máximo é { $most }.
    Envie como foto, não como arquivo.
new-big-video = O vídeo tem { $size } MB e o WhatsApp aceita { $most }.
    Deixe mais curto. Ou envio como arquivo?
new-big-audio = O áudio tem { $size } MB e o WhatsApp aceita { $most }.
    Deixe mais curto. Ou envio como arquivo?
new-big-file = O arquivo tem { $size } MB e só posso receber { $most }.
    É o limite do Telegram. Comprima, ou envie um link no texto.
new-photo-broken = Essa imagem está danificada.
    Abra no seu telefone, salve outra vez e envie.
new-photo-huge = A imagem tem { $megapixels } megapixels; o máximo é { $most }.
    Envie como foto, não como arquivo: o Telegram deixa menor.
new-photo-animated = Essa imagem se move e não posso enviá-la como foto.
    Envie como GIF ou vídeo, não como arquivo. Ou envio como arquivo?
new-photo-heic = Não posso abrir fotos HEIC do iPhone.
    Envie como foto, não como arquivo: o Telegram converte. Ou envio como arquivo?
new-file-empty = Esse arquivo está vazio.
    Envie outra vez.
new-file-broken = Esse arquivo está danificado ou não é um .{ $kind }.
    Abra, salve outra vez e envie. Ou envio assim, como arquivo?
new-video-kind = Os telefones não reproduzem vídeos .{ $kind }.
    Envie como vídeo, não como arquivo: o Telegram converte. Ou envio como arquivo?
new-voice-missing = Não posso converter este áudio em nota de voz.
    Falta ffmpeg no servidor; um áudio gravado no Telegram posso. Envio como arquivo?
new-voice-failed = Não posso converter este áudio em nota de voz.
    Talvez esteja danificado. Envio como arquivo?
new-files-full = Já há { $most } arquivos, e não cabem mais.
new-caption-long = Com arquivos cabem { $most } letras e o texto tem { $length }.
    Encurte e envie de novo, ou tire os arquivos.
new-photo-other = Não posso enviar isso.
    Envie texto, fotos, PDF, vídeo ou áudio.
new-text-long = A mensagem é muito longa: { $length } de { $most } letras.
    Encurte e envie de novo.
new-self-text = Olá, sou o teste do seu bot de campanhas. Se você lê isto no seu próprio chat, tudo funciona.
new-tested-first = Seu teste saiu bem: veja no WhatsApp.
    Passo 3 de 3: envie sua lista (.csv ou .xlsx) quando quiser.
new-tested = Teste enviado: veja no seu próprio chat do WhatsApp.
new-test-late = Seu teste ainda espera
    Sai assim que puder, e eu aviso.
new-test-failed = Seu teste não saiu
    Motivo: { $reason }. Ninguém mais recebeu nada.
new-test-offline = O WhatsApp não está conectado: o teste ainda não sai.
new-test-sending = Enviando o teste ao seu WhatsApp…
new-test-twice = Esse teste já está a caminho.
new-pace-careful = prudente
new-pace-normal = normal
new-pace-maximum = máximo
new-pace-own = { $pace } por minuto
new-pace-no-maximum = Máximo é oferecido após uma semana vinculado, ou se você disser desde quando o número é seu.
new-pace-ask = Quantas mensagens por minuto?
    Escreva um número de { $least } a { $most }. Saem por igual, não em rajadas.
new-pace-wrong = Isso não é um ritmo. Escreva um número de { $least } a { $most }.
    Por exemplo: 20
new-by = Até que hora tudo deve ter saído?
    Distribuo até essa hora, nunca mais rápido que o ritmo escolhido. Se algo faltar então, pergunto a você.
new-closing = A que hora esta campanha fecha cada dia?
    Depois dessa hora nada sai; continua sozinha na manhã seguinte. Ou escreva outra: 18:30
new-closing-wrong = Isso não é uma hora. Escreva assim: 18:30
    Depois dessa hora nada sai; continua sozinha na manhã seguinte.
new-b-pace-careful = Prudente · { $end }
new-b-pace-normal = Normal · { $end }
new-b-pace-maximum = Máximo · { $end }
new-b-pace-ask = Outro ritmo
new-b-pace-own = Outro ritmo: { $pace } por minuto
new-b-by = Terminar até uma hora
new-b-by-set = Terminar até { $by }
new-b-by-none = Sem hora de fim
new-b-closing = Fechar o dia: não
new-b-closing-set = Fechar o dia: { $time }
new-b-closing-none = Sem fechamento
new-b-owned = Desde quando é meu número
new-b-continue = Seguir com ele
new-b-other = Criar outro
new-b-cancel = Cancelar
new-b-ok = Tudo bem
new-b-column = Outra coluna
new-b-country = Outro país
new-b-country-ask = Escrever outro
new-b-bad = Linhas com erro
new-b-file = Outro arquivo
new-b-back = Voltar
new-b-fix = Usar { $field }
new-b-keep-field = Deixar { $field } como está
new-b-gap-word = Usar "{ $word }"
new-b-gap-ask = Escrever algo
new-b-gap-none = Não pôr nada
new-b-gap-skip = { $count ->
        [one] Deixar essa pessoa de fora
       *[other] Deixar as { $shown } de fora
    }
new-b-gap-show = Ver quais
new-b-gap-back = Incluir quem ficou de fora
new-b-repeated = Números repetidos
new-b-repeated-first = Só a primeira linha
new-b-repeated-joined = Uma mensagem: { $example }
new-b-repeated-each = Uma mensagem por linha
new-b-more = Mais opções
new-b-links-on = Prévia de links: sim
new-b-links-off = Prévia de links: não
new-b-send = Enviar a { $people }
new-b-test = Enviar-me teste
new-b-test-again = Tentar outra vez
new-b-rows = Mais 3 linhas
new-b-message = Mensagem
new-b-list = Lista
new-b-pace = Ritmo
new-b-footer-on = Rodapé "{ $words }": sim
new-b-footer-off = Rodapé "{ $words }": não
new-b-discard = Descartar
new-b-yes-consent = { $count ->
        [one] Sim, aceitou. Enviar
       *[other] Sim, aceitaram. Enviar
    }
new-b-unsure = Tenho dúvidas
new-b-yes-send = Sim, enviar
new-b-connect = Conectar e enviar
new-b-no-files = Tirar arquivos
new-b-other-text = Mudar texto
new-b-no-text = Tirar texto
new-b-late = Sim, incluir
new-b-not-late = Não, seguir
new-b-another = Enviar outro
new-b-as-file = Sim, arquivo
new-b-list-as-file = Enviar como arquivo
new-b-swap = Sim, trocar a lista
new-b-keep = Não, seguir
new-b-column-n = Coluna { $n }
new-b-page = { $at } de { $pages }
new-b-stop = Parar
saved-list = Suas mensagens salvas
saved-change = Qual mensagem você quer mudar?
saved-none = Ainda não há mensagens salvas.
    Prepare uma mensagem e toque em "Salvar mensagem": toda a sua equipe vai ver.
saved-line = { $name } · { $by }, { $at }
saved-by = Salva por { $by }: { $at }
saved-files = { $count ->
    [one] Com um arquivo
   *[other] Com { $count } arquivos
}
saved-remove = Apagar "{ $name }"?
    Sua equipe também fica sem ela. As campanhas não mudam.
saved-removed = Apagada.
saved-gone = Essa mensagem não existe mais.
saved-lost = Falta um arquivo dessa mensagem no servidor.
    Prepare-a outra vez e salve de novo.
saved-name = Com que nome eu salvo?
    Escreva, ou toque no que proponho.
saved-name-taken = Já há uma mensagem com esse nome.
    Escreva outro.
saved-name-empty = Preciso de um nome em letras.
    Escreva, por exemplo: Lembrete de consulta.
saved-done = Salva: { $name }
saved-b-save = Salvar mensagem
saved-b-list = Mensagens salvas
saved-b-change = Mudar ou apagar
saved-b-use = Usar esta mensagem
saved-b-rename = Mudar nome
saved-b-remove = Apagar
saved-b-yes-remove = Sim, apagar
savedlist-list = Suas listas salvas
savedlist-change = Qual lista você quer alterar?
savedlist-none = Ainda não há listas salvas.
    Envie uma lista e, em Mais opções, toque em "Salvar lista": toda a equipe vai vê-la.
savedlist-by = Salva por { $by }: { $at }
savedlist-people = { $count ->
    [one] 1 pessoa
   *[other] { $people } pessoas
} · { $file }
savedlist-kept = Fica até você apagar; quem saiu fica fora quando ela é usada.
savedlist-gone = Essa lista não existe mais.
savedlist-lost = Falta o arquivo dessa lista no servidor.
    Envie de novo e salve outra vez.
savedlist-name-taken = Já existe uma lista com esse nome.
    Escreva outro.
savedlist-done = Lista salva: { $name }
savedlist-b-save = Salvar lista
savedlist-b-list = Usar uma lista salva
savedlist-b-use = Usar esta lista
list-kind = Não consigo ler um .{ $kind }. Envie a lista em .xlsx ou .csv.
list-kind-sheet = Não consigo ler um .{ $kind }. Salve como .xlsx ou CSV.
    No seu programa: Arquivo → Salvar como (ou Exportar), e envie esse arquivo.
list-empty = A lista está vazia: não tem nenhum número.
list-damaged = Não posso ler este arquivo: está danificado.
    Abra no seu programa e salve outra vez como CSV.
list-damaged-sheet = Não consigo abrir este Excel: danificado ou com senha.
    Abra e salve como CSV.
list-large = Este Excel é grande demais: salve como CSV.
    Aberto ocupa mais de 100 MB. Em CSV cabe inteiro.
list-no-column = Não encontro uma coluna com telefones.
    Colunas: { $columns }.
list-no-column-read = Li como { $encoding }, com colunas separadas por «{ $delimiter }».
list-excel = { $count ->
        [one] O Excel danificou 1 número
       *[other] O Excel danificou { $shown } números
    } ({ $example })
    No Excel: coluna → Formatar → Texto; cole os números outra vez e salve.
list-country = Nenhum número é válido para { $country }
    Exemplo da sua lista: { $example }.
list-no-country = Os números não têm código de país
    Exemplo da sua lista: { $example }. Escolha o país.
list-nobody = Ninguém para escrever: { $count ->
        [one] 1 repetido ou que saiu.
       *[other] { $shown } repetidos ou que saíram.
    }
list-size = O arquivo tem { $size } MB e só posso receber { $most }.
    Tire colunas que você não usa ou divida em dois.
list-stopped = Leitura parada. Envie a lista de novo quando quiser.
list-download = Não consegui baixar o arquivo do Telegram.
    Envie outra vez.
list-bad-name = linhas-com-erro.csv
list-b-send-other = Outra lista
list-b-how = Ver como
list-b-choose-column = Escolher coluna
list-b-choose-country = Escolher país
new-when-at = Quando: { $when }. Ritmo: { $pace }, termina perto de { $end }.
new-when-at-cap = Quando: { $when }; nesse dia saem { $today } por causa do limite. Termina { $end }. Ritmo: { $pace }.
new-when-past = Quando: a hora escolhida já passou. Escolha outra.
new-b-when = Quando
new-b-schedule = Programar: { $when }
new-again-at = Programar { $when } para { $people }?
new-b-yes-schedule = Sim, programar
new-b-yes-consent-at = Sim, aceitaram. Programar
new-scheduled = Programada como campanha { $id }
new-was-scheduled = Já está programada: campanha { $id }
new-list-has = A mensagem já está: { $what }.
new-b-urgent-on = Urgente: sim
new-b-urgent-off = Urgente: não
new-b-name = Nome: { $name }
new-other-message = Esta é a nova mensagem?
new-b-swap-text = Sim, trocar a mensagem
new-b-keep-text = Não, deixar a anterior

## when
when-which = Quando envio? (hora de { $place })
when-unknown = Não entendi a data. Quando envio?
when-past = Essa hora já passou. Quando envio?
when-far = Falta mais de um ano. Quando envio?
when-two-ways = Qual é o mês? Escreva por extenso: 15 dez 9:00
when-typed = Você também pode escrever: amanhã 9, segunda 14:30, 15/12 9:00
when-typed-hour = Você também pode escrever a hora com o dia: amanhã 21:30
when-every-day = Repete todo dia, desde a hora que você escolher.
when-every-week = Repete toda semana, desde o dia que você escolher.
when-every-month = Repete todo mês, desde o dia que você escolher.
when-hour = A que horas, { $day }?
when-repeat = Com que frequência?
when-repeat-why = A mesma lista e a mesma mensagem. Quem sair deixa de receber.
when-quiet = Seus clientes dormem nessa hora. Melhor às { $time }?
when-quiet-why = Se deixar assim, espera e sai { $when }.
when-b-now = Agora
when-b-date = Escolher data
when-b-repeat = Repetir
when-b-every-day = Todo dia
when-b-every-week = Toda semana
when-b-every-month = Todo mês
when-b-every-none = Não repetir
when-b-better = Às { $time }
when-b-keep = Deixar { $time }
when-b-other = Outra hora
when-done = Sai { $when }
when-not-now = Já não está programada
new-long = { $count ->
    [one] 1 texto fica longo demais: { $longest } letras
   *[other] { $shown } textos ficam longos demais: até { $longest } letras
}
    Com os dados dessas pessoas passa de { $most } letras e o WhatsApp cortaria. Encurte a mensagem, ou esses dados na lista.
new-long-file = textos-longos.csv
new-b-long-text = Encurtar a mensagem
new-b-long-rows = Ver quem
sheet-which = Qual planilha tem a lista?
sheet-hidden-out = O Excel oculta { $count ->
    [one] 1 linha: não incluí.
   *[other] { $shown } linhas: não incluí.
}
sheet-hidden-in = Incluí { $count ->
    [one] 1 linha que o Excel oculta.
   *[other] { $shown } linhas que o Excel oculta.
}
sheet-b-other = Outra planilha
sheet-b-with = Incluir ocultas
sheet-b-without = Sem as ocultas
mend-file = Corrija os números no arquivo e envie para mim: eu os somo à lista.
mend-b-here = Corrigir linhas ruins aqui
mend-row = Linha { $line }: { $written }
mend-why = Motivo: { $why }.
mend-ask = Escreva o número certo. { $left ->
    [one] É a última.
   *[other] Faltam { $shown }.
}
mend-wrong = Assim também não: { $why }. Tente com o código do país: +595 981 123 456
mend-good = Linha { $line }: { $phone }, adicionada.
mend-out = Linha { $line }: fica fora ({ $why }).
mend-b-skip = Pular
mend-b-end = Terminar
list-stopped-kept = Sua lista { $name } continua como estava: { $people }.

## campaign
campaign-title = Campanha { $id } · { $name } · { $file }
campaign-starting = Começando · { $people }
campaign-queued = Na fila: sai depois da campanha { $behind }
campaign-sending = Enviando { $percent } %
campaign-sending-end = Enviando { $percent } % · termina { $end }
campaign-slowed = Mais lento { $percent } %
campaign-slowed-end = Mais lento { $percent } % · termina { $end }
campaign-slowed-few-answers = Poucas respostas: cuido da sua conta.
campaign-slowed-quota-warning = O WhatsApp avisou sobre pessoas novas: cuido da sua conta.
campaign-slowed-told-few-answers = Campanha { $id } mais lenta: poucas respostas
campaign-slowed-told-quota-warning = Campanha { $id } mais lenta: aviso do WhatsApp
campaign-slowed-why-few-answers = Vai na metade do ritmo para cuidar da sua conta. Peça resposta na mensagem, ou pause.
campaign-slowed-why-quota-warning = Você está perto da cota de pessoas novas. Vai na metade do ritmo; se chegar mais perto, eu pauso.
campaign-paused = Em pausa { $percent } % · por { $name } { $at }
campaign-paused-why = Continua exatamente de onde parou.
campaign-waiting-link = Esperando conexão { $percent } %
campaign-waiting-try = Esperando conexão { $percent } % · tentativa { $attempt } de { $of }
campaign-waiting-next = Próxima { $when }. Continua sozinha.
campaign-given-up = Sem conexão { $percent } % · toque em Reconectar
campaign-unlinked = Sem WhatsApp { $percent } % · falta vincular
campaign-limited = Parada pelo WhatsApp { $percent } % · até { $until }
campaign-limited-why = O WhatsApp limitou as mensagens a pessoas novas. Continuo sozinho nessa hora; insistir pode bloquear seu número.
campaign-banned = Conta suspensa pelo WhatsApp { $percent } %
campaign-banned-until = Conta suspensa { $percent } % · até { $until }
campaign-banned-why = Espero; insistir pode bloquear seu número. Nada se perdeu.
campaign-too-fast = WhatsApp pede calma { $percent } % · sigo { $until }
campaign-too-fast-why = Espero e sigo com menos pressa. Ninguém fica sem a mensagem.
campaign-tomorrow = Continua { $until } · já foram { $done } de { $people }
campaign-tomorrow-cap = Limite de hoje completo.
campaign-tomorrow-quiet-hours = É hora de silêncio para seus clientes.
campaign-tomorrow-closing = O dia dela já fechou.
campaign-tomorrow-end = Termina { $end }.
campaign-restarting = Reiniciando { $percent } % · continua em segundos
campaign-disabled = Desligado { $percent } % · espera /enable
campaign-copy = Cópia parada { $percent } % · aqui nada sai
campaign-copy-why = Quem administra deve confirmar que este é o novo lugar.
campaign-replaced = Sem conexão { $percent } % · sessão em outro lugar
campaign-replaced-why = Outro programa usa a mesma vinculação. Você decide.
campaign-asleep = Dormindo { $percent } % · acorda sozinho
campaign-upload = Esperando para subir os arquivos { $percent } %
campaign-upload-why = O WhatsApp não os recebeu. Tento outra vez { $when }; ninguém se perdeu.
campaign-disk = Sem espaço no servidor: esperando { $percent } %
campaign-stopped-failures = Parada para revisar { $percent } % · falham { $part } de { $whole }
campaign-stopped-unregistered = Parada para revisar { $percent } %
campaign-stopped-canary = Parada para revisar { $percent } %
campaign-stopped-upload = Parada { $percent } % · não consegui subir os arquivos
campaign-stopped-late = Parada { $percent } % · passou a hora de fim
campaign-stopped-unreadable = Parada para revisar { $percent } %
campaign-stopped-undelivered = Parada para revisar { $percent } %
campaign-stopped-quota = Parada { $percent } % · o WhatsApp avisa
campaign-stopped-failures-why = Mensagens demais falharam. Veja as que falharam antes de continuar.
campaign-stopped-unregistered-why = { $part } de { $whole } sem WhatsApp: a lista parece antiga.
campaign-stopped-canary-why = Não chegou aos primeiros em 10 minutos. Veja o telefone antes de continuar.
campaign-stopped-upload-why = O WhatsApp não os recebeu em três tentativas. Ninguém se perdeu; Retomar tenta de novo.
campaign-stopped-late-why = Passou a hora até a qual tudo devia ter saído. Ninguém se perdeu; Continuar envia o resto.
campaign-stopped-unreadable-why = Vários telefones não conseguem abrir a mensagem e pedem de novo. Envie um teste a você antes de continuar.
campaign-stopped-undelivered-why = Muitos dos primeiros 100 não receberam: a lista parece velha, ou bloquearam você. Revise antes de continuar.
campaign-stopped-quota-why = Você está perto do limite de pessoas novas do WhatsApp. Espere respostas ou continue amanhã; insistir pode bloquear seu número.
campaign-finished = Terminada: { $sent } de { $people } { $count ->
        [one] enviado
       *[other] enviados
    }
campaign-cancelled = Cancelada: { $count ->
        [one] saiu
       *[other] saíram
    } { $sent } de { $people }
campaign-figures = { $done } de { $people }
campaign-figures-left = { $done } de { $people } · { $count ->
        [one] falta 1
       *[other] faltam { $left }
    }
campaign-figures-time = { $done } de { $people } · { $minutes ->
        [one] falta { $time }
       *[other] faltam { $time }
    }
campaign-counts = Enviados { $sent } · entregues { $delivered } · lidos { $read }
campaign-more = Respostas { $replies } · falhas { $failed } · ignorados { $skipped }
campaign-unconfirmed = Sem confirmar { $count }: tento outra vez com a mesma mensagem.
campaign-pace = Ritmo { $pace } · última mudança { $at }
campaign-pace-speed = Ritmo { $pace }, { $speed } por minuto · última mudança { $at }
campaign-ask-cancel = Cancelar a campanha { $id }? { $count ->
        [one] Falta 1 pessoa
       *[other] Faltam { $left } pessoas
    }
    O que já foi enviado não dá para retirar. Na dúvida, pause.
campaign-over = Campanha { $id } terminada: { $sent } de { $people } { $count ->
        [one] enviado
       *[other] enviados
    }
campaign-over-time = { $name } · { $duration }
campaign-over-shares = Entregues { $delivered } ({ $deliveredshare }) · lidos { $read } ({ $readshare })
campaign-over-answers = Respostas { $replies } · saídas { $optouts }
campaign-over-left = { $count ->
        [one] Não saiu 1
       *[other] Não saíram { $shown }
    }: { $why }
campaign-list = Campanhas: { $what }
campaign-list-none = Ainda não há campanhas
campaign-detail = Campanha { $id } · { $name } · { $state }
campaign-detail-by = Criada por { $by } { $at }, com consentimento confirmado
campaign-state-running = enviando { $percent } %
campaign-state-paused = em pausa { $percent } %
campaign-state-finished = terminada
campaign-state-cancelled = cancelada
campaign-state-scheduled = programada
campaign-state-draft = rascunho
campaign-toast-paused = Pausada. As que já estavam a caminho podem chegar.
campaign-toast-resumed = Retomada
campaign-toast-was-paused = Já estava em pausa
campaign-toast-was-running = Já estava enviando
campaign-toast-cancelled = Cancelada
campaign-toast-over = Já tinha terminado
campaign-toast-pace = Ritmo mudado
campaign-toast-report = Preparando o relatório…
campaign-report-name = campanha-{ $id }-relatorio.csv
campaign-b-pause = Pausar
campaign-b-resume = Retomar
campaign-b-go-on = Continuar
campaign-b-detail = Detalhe
campaign-b-cancel = Cancelar
campaign-b-pace = Mudar ritmo
campaign-b-yes-cancel = Sim, cancelar
campaign-b-rather-pause = Só pausar
campaign-b-back = Voltar
campaign-b-report = Relatório
campaign-b-replies = Respostas
campaign-b-chart = Gráfico
campaign-b-what = O que é isso
campaign-b-card = Trazer o cartão aqui
campaign-b-list = Campanhas
campaign-b-first = Criar a primeira
campaign-b-see = Ver campanha
campaign-scheduled = Programada: { $when } · { $count ->
        [one] 1 pessoa
       *[other] { $people } pessoas
    }
campaign-missed = A campanha { $id } devia sair { $when }
campaign-missed-why = Não consegui enviá-la na hora. Envio agora para { $count ->
        [one] 1 pessoa
       *[other] { $people } pessoas
    }?
campaign-name = Campanha { $id } · { $name }
campaign-repeats-day = Repete todo dia. A próxima se programa sozinha.
campaign-repeats-week = Repete toda semana. A próxima se programa sozinha.
campaign-repeats-month = Repete todo mês. A próxima se programa sozinha.
campaign-b-when = Mudar hora
campaign-b-other-time = Outra hora
campaign-b-now = Enviar já
campaign-b-send-now = Enviar agora
campaign-b-skip = Desta vez não
campaign-toast-on-way = Está a caminho
campaign-ask-unschedule = Cancelar a campanha { $id }? Ainda não saiu nada
campaign-ask-series = Também não vai mais se repetir.
campaign-list-sending = { $count } enviando
campaign-list-scheduled = { $count ->
        [one] 1 programada
       *[other] { $count } programadas
    }
campaign-list-total = { $total } no total
campaign-detail-made = Criada por { $by } { $at }
campaign-kin-next = Segue a campanha { $of }.
campaign-kin-retry = Nova tentativa da campanha { $of }.
campaign-kin-copy = Cópia da campanha { $of }.
campaign-urgent = Urgente: vai antes das outras.
campaign-state-missed = a decidir
campaign-state-queued = na fila
campaign-toast-urgent = Sai antes das outras
campaign-toast-not-urgent = Espera a sua vez
campaign-b-repeat = Repetir com outra lista
campaign-b-repeat-short = Repetir
campaign-b-failed = Falhas
campaign-b-urgent = Urgente
campaign-b-not-urgent = Não é mais urgente
campaign-b-copy = Duplicar
campaign-b-rename = Renomear
campaign-b-history = Histórico
campaign-below = Continua mais abaixo
campaign-resumed = Campanha { $id } retomada depois de { $pause }
campaign-resumed-left = { $name } · { $count ->
        [one] falta 1 pessoa
       *[other] faltam { $left } pessoas
    }
campaign-resumed-out = { $count ->
        [one] 1 saiu desde então: não recebe mais.
       *[other] { $shown } saíram desde então: não recebem mais.
    }
campaign-resumed-files = Os arquivos são enviados de novo se for preciso.

## again
again-retry = Tentar de novo com { $count ->
        [one] a pessoa que falhou
       *[other] as { $shown } pessoas que falharam
    }?
again-retry-how = A mesma mensagem, numa campanha nova. Quem pediu para sair não recebe.
again-retry-doubtful = { $count ->
        [one] 1 sem confirmação fica de fora: talvez já tenha chegado.
       *[other] { $shown } sem confirmação ficam de fora: talvez já tenham chegado.
    }
again-retried = Nova tentativa da campanha { $of }: é a campanha { $id }
again-was-retried = Já se tentou de novo: campanha { $id }
again-not-over = Espere até terminar
again-nobody = Não há com quem tentar de novo
again-lost = { $count ->
        [0] Um arquivo da mensagem não está mais: duplique a campanha.
        [one] Um arquivo da mensagem não está mais. Envie de novo.
       *[other] { $shown } arquivos da mensagem não estão mais. Envie de novo.
    }
again-replace = Você tem um rascunho: { $name }, { $count ->
        [one] 1 pessoa
       *[other] { $people } pessoas
    }
    Se continuar, uma cópia daquela campanha fica no lugar.
again-replace-message = Você tem um rascunho com uma mensagem
    Se continuar, uma cópia daquela campanha fica no lugar.
again-b-yes-retry = Sim, tentar de novo
again-b-retry = Tentar { $shown } de novo
again-b-replace = Trocar pela cópia

## failed
failed-title = Campanha { $id }: { $missing } de { $people } não { $count ->
        [one] a recebeu
       *[other] a receberam
    }
failed-none = Campanha { $id }: ninguém ficou sem receber
failed-name = campanha-{ $id }-falhas.csv
failed-b-file = Ver a lista
failed-step-refused = O WhatsApp não deixa escrever primeiro: peça que escrevam para você.
failed-step-unconfirmed = Talvez tenha chegado: não se repete.
failed-step-unreachable = Tente mais tarde.
failed-step-address = Tente em uma hora.
failed-step-too-fast = Tente num ritmo mais lento.
failed-step-server = Tente mais tarde.
failed-step-lookup = Tente mais tarde.
failed-step-upload = Revise o arquivo e tente de novo.
failed-step-not-on-whatsapp = Corrija o número ou tire-o da sua lista.
failed-step-opted-out = Não querem receber: nada a fazer.
failed-step-duplicate = Já receberam por outra linha.
failed-step-cancelled = Você cancelou antes da vez deles.

## history
history-title = Histórico da campanha { $id } · { $name }
history-none = Ainda não aconteceu nada.
history-scheduled = programada
history-rescheduled = mudada: sai { $detail }
history-repeat = { $detail ->
        [day] repete todo dia
        [week] repete toda semana
        [month] repete todo mês
       *[none] não se repete mais
    }
history-missed = não saiu na hora: { $detail }
history-started = começou
history-paused = pausada
history-resumed = retomada
history-speed = velocidade mudada
history-cancelled = cancelada
history-finished = terminou
history-stopped = parou para revisão
history-retried = nova tentativa na campanha { $detail }
history-renamed = chama-se { $detail }
history-urgent = urgente
history-not-urgent = não é mais urgente
history-rename = Como se chama a campanha { $id }?
    Agora: { $name }
history-rename-empty = Esse nome está vazio. Escreva outro.

## status
status-first = { $link } · fila: { $waiting }
status-online = WhatsApp conectado
status-asleep = WhatsApp dormindo
status-offline = WhatsApp sem conexão
status-account = Conta { $phone }
status-no-account = Sem conta vinculada
status-sending = Enviando a campanha { $id } ({ $percent } %)
status-sending-more = Enviando a campanha { $id } ({ $percent } %), mais { $more } na fila
status-nothing = Nada enviando
status-today = Hoje: { $sent }, { $failed }, { $replies }.
status-cap = Limite de hoje: { $cap }.
status-no-cap = Sem limite diário.
status-uptime = Ligado há { $uptime }.
status-restart = Próximo reinício: { $at }.
status-disk = Disco: { $free } livres; temporários, { $temp }; fotos e arquivos, { $media }.
status-off = Desligado nas configurações: { $off }.
status-clock = O relógio do servidor está { $off }: o agendado espera.
status-changed = Mudado no chat: { $list }.
status-hold = Agora espera: { $reason }.
status-b-refresh = Atualizar
status-health = Saúde { $word }: { $score } de 100
status-health-good = boa
status-health-fair = regular
status-health-poor = ruim
status-health-well = Nada estranho nos últimos 7 dias.
status-b-health = Ver saúde
status-account-health = { $account } · saúde { $word }
status-health-quota = Cota do WhatsApp para pessoas novas: { $used } de { $total }.
status-refusals = Recusas do WhatsApp em 7 dias:
status-refusal-463 = Código 463, { $times }: não deixa escrever a pessoas novas. Espere; escreva a quem conhece você.
status-refusal-429 = Código 429, { $times }: rápido demais. Baixe o ritmo.
status-refusal-device = Código { $code }, { $times }: a pessoa trocou de telefone. Tento de novo sozinho.
status-refusal-other = Código { $code }, { $times }: sem explicação. Tento de novo sozinho.
status-refusals-more = E outras { $times }.
status-health-cap = Limite pela idade do vínculo: { $cap } hoje; já foram { $sent }.
status-finding-failures = { $count ->
        [one] Falha 1
       *[other] Falham { $part }
    } de { $whole }. Veja as falhas da campanha.
status-finding-unregistered = { $part } de { $whole } sem WhatsApp: a lista parece velha. Use uma mais nova.
status-finding-canary = Os primeiros não receberam.
status-finding-unreadable = { $count ->
        [one] 1 de { $whole } não conseguiu
       *[other] { $part } de { $whole } não conseguiram
    } abrir a mensagem. Envie um teste a você.
status-finding-undelivered = Dos primeiros { $whole } { $count ->
        [one] recebeu 1
       *[other] receberam { $part }
    }. Escreva só a quem conhece você.
status-finding-few-answers = { $count ->
        [one] Respondeu 1
       *[other] Responderam { $part }
    } dos primeiros { $whole }. Peça resposta na mensagem; vou mais devagar.
status-finding-quota = Você usou { $part } de { $whole } pessoas novas que o WhatsApp permite. Espere o próximo ciclo.
status-finding-quota-warning = O WhatsApp avisou: { $part } de { $whole } pessoas novas. Vou mais devagar.
status-finding-upload = Não consegui enviar arquivos.
status-finding-late = Passou a hora de fim.
status-finding-low-delivery = Depois de um dia { $count ->
        [one] chegou 1
       *[other] chegaram { $part }
    } de { $whole }: números velhos ou bloqueios.
status-finding-restricted = O WhatsApp limita esta conta agora. Espero sozinho até terminar; não insista pelo telefone.

## stats
stats-first-day = Hoje: { $sent }, { $delivered }, { $read }
stats-first-week = Semana: { $sent }, { $delivered }, { $read }
stats-first-month = Mês: { $sent }, { $delivered }, { $read }
stats-first-past = Sua semana: { $sent }, { $read }
stats-past-more = { $range }: { $delivered }.
stats-range = { $range }.
stats-answers = Respostas { $replies } ({ $share }), falhas { $failed }, saídas { $optouts }.
stats-best = Melhor hora: { $from } a { $to }, quando mais leem.
stats-lines-hours = Por hora: enviados · lidos
stats-lines-days = Por dia: enviados · lidos
stats-lines-minutes = A partir de cada hora: enviados · lidos
stats-hour = { $hour } h
stats-by-hour = Por hora
stats-by-day = Por dia
stats-sent = enviados
stats-read = lidos
stats-zone = hora de { $city }
stats-funnel = Até onde chegou
stats-step-people = Pessoas
stats-step-sent = Enviados
stats-step-delivered = Entregues
stats-step-read = Lidos
stats-step-replies = Respostas
stats-each-minute = Por minuto
stats-each-minutes = A cada { $minutes } minutos
stats-each-hours = A cada { $hours } { $hours ->
    [one] hora
   *[other] horas
}
stats-campaign = Campanha { $id }: { $sent } de { $people } { $count ->
        [one] enviado
       *[other] enviados
    }
stats-speed = Por minuto: { $average } em média, { $most } no máximo.
stats-weekly-on = Toda segunda às 9 conto como foi a semana.
stats-weekly-off = Não envio mais o resumo.
stats-b-day = Hoje
stats-b-week = Semana
stats-b-month = Mês
stats-b-today = Ver hoje
stats-b-weekly-on = Resumo toda segunda: sim
stats-b-weekly-off = Resumo toda segunda: não

## disk
disk-full = Sem espaço no servidor: pausei tudo
    Nada se perdeu. Avise quem instalou.
disk-again = Há espaço outra vez no servidor: continuo
disk-refused = Sem espaço no servidor: não consegui salvar isso
    Nada se perdeu. Avise quem instalou e tente de novo.
disk-read-only = Não consegui salvar isso: pasta só de leitura
    O servidor não me deixa gravar. Avise quem instalou; o que já está saindo continua.
disk-lack = Falta espaço no servidor para este envio
    Preciso de { $needed } e restam { $free }. Avise quem instalou.
disk-b-status = Ver estado

## clock
clock-wrong = O relógio do servidor está { $off }
    O agendado espera; o que já está saindo continua. Avise quem instalou: é preciso acertá-lo.
clock-right = O relógio do servidor está certo de novo
    O agendado sai na hora dele.
clock-ahead = { $by } adiantado
clock-behind = { $by } atrasado
clock-b-status = Ver estado

## reply
reply-said = { $name } respondeu: "{ $text }"
reply-wrote = { $name } escreveu: "{ $text }"
reply-doubtful = { $name } talvez peça para sair: "{ $text }"
reply-sent = { $name } enviou { $what }
reply-kind-image = uma foto
reply-kind-video = um vídeo
reply-kind-voice = uma nota de voz
reply-kind-audio = um áudio
reply-kind-document = um documento
reply-kind-location = uma localização
reply-kind-contact = um contato
reply-kind-sticker = uma figurinha
reply-kind-poll = uma enquete
reply-kind-other = algo que não se vê aqui
reply-open = Abra no WhatsApp do seu número.
reply-where = { $phone } · campanha { $id }
reply-where-none = { $phone } · sem campanha
reply-no-number = Número oculto
reply-how = Responda a esta mensagem para contestar.
reply-undecided = Não envio nenhuma campanha até você decidir.
reply-listed = Saiu: não recebe mais mensagens.
reply-many = { $count ->
        [one] Mais uma resposta
       *[other] Mais { $shown } respostas
    }
reply-many-more = e mais { $count }
reply-many-doubtful = { $count ->
        [one] Uma talvez peça para sair: você decide.
       *[other] { $count } talvez peçam para sair: você decide.
    }
reply-list = Respostas à campanha { $id }: { $total }
reply-list-none = Respostas à campanha { $id }: nenhuma ainda
reply-list-how = Toque em uma para ver a pessoa e responder.
reply-muted = Silenciada: não aviso mais desta campanha.
reply-was-muted = Já estava silenciada.
reply-unmuted = Aviso de novo desta campanha.
reply-answer-late = Sua resposta ainda não saiu
    Nada se perdeu: sai sozinha quando houver conexão.
reply-answer-listed = Não enviei: essa pessoa pediu para sair
    Só se escreve de novo se ela pedir.
reply-answer-failed = Sua resposta não saiu: { $reason }
    Você pode enviar de novo respondendo à mensagem.
reply-answer-gone = Não sei mais de quem era essa mensagem
    Procure na lista de respostas da campanha.
reply-answer-kind = Posso enviar texto, fotos, vídeos, áudios e arquivos
reply-b-out = Dar saída
reply-b-undo = Desfazer saída
reply-b-keep = Não é saída
reply-b-mute = Silenciar
reply-b-unmute = Avisar de novo
reply-b-person = Ver ficha
reply-b-of = Respostas da campanha { $id }
reply-b-decide = Decidir
reply-b-campaign = Ver campanha

## optout
optout-show = Saídas: { $total } { $count ->
        [one] pessoa não recebe
       *[other] pessoas não recebem
    } campanhas
    Quem escreve SAIR entra aqui na hora.
optout-last = Últimas: { $list }.
optout-retention = Os dados de campanhas terminadas são apagados após { $days ->
        [one] um dia.
       *[other] { $days } dias.
    }
optout-none = Saídas: ninguém ainda
    Quem escreve SAIR entra aqui na hora.
optout-doubts = { $count ->
        [one] Uma pessoa talvez pediu para sair.
       *[other] { $count } pessoas talvez pediram para sair.
    }
optout-changed-some = { $count ->
        [one] Um número mudou de aparelho ou de dono.
       *[other] { $count } números mudaram de aparelho ou de dono.
    }
optout-ask-add = Escreva o número ou encaminhe o contato
optout-ask-remove = Escreva o número que quer tirar das saídas
    Você também pode encaminhar o contato.
optout-ask-import = Envie a lista de saídas: .csv ou .xlsx
    Basta uma coluna com os números. Ninguém dela receberá campanhas.
optout-bad = Não entendo esse número: { $written }
optout-sure = Voltar a escrever a { $phone }?
    Só se a pessoa pediu. Fica registrado com seu nome.
optout-added = Saiu: { $phone }
    Não recebe mais campanhas nem respostas.
optout-was = Já tinha saído: { $phone }
optout-added-many = { $count ->
        [0] Ninguém novo nas saídas
        [one] Saiu: uma pessoa
       *[other] Saíram: { $count } pessoas
    }
    Já estavam: { $known }.
optout-removed = Saída desfeita: { $phone }
    Pode receber campanhas outra vez.
optout-not = Não tinha saído: { $phone }
optout-imported = { $count ->
        [0] Saídas importadas: nenhuma nova
        [one] Saídas importadas: uma
       *[other] Saídas importadas: { $shown }
    }
optout-imported-rest = Já estavam ou repetidas: { $known } · inválidas: { $invalid }
optout-import-bad = Não encontro números nesse arquivo
optout-doubts-show = { $count ->
        [one] Uma pessoa talvez peça para sair
       *[other] { $count } pessoas talvez peçam para sair
    }
optout-doubts-none = Nada a decidir
optout-changed = { $count ->
        [one] Um número talvez tenha outro dono
       *[other] { $shown } números talvez tenham outro dono
    }
optout-changed-why = O WhatsApp diz que mudou o aparelho ou a pessoa. Não envio nenhuma campanha até você confirmar; quem saiu continua fora.
optout-changed-none = Nenhum número a confirmar
optout-changed-keep = Confirmado: recebem campanhas outra vez.
optout-changed-out = Ficam fora: estão nas saídas.
optout-toast-added = Saiu. Não recebe mais.
optout-toast-was = Já estava decidido.
optout-toast-kept = Anotado: recebe campanhas como antes.
optout-how-message = escreveu
optout-how-operator = posta pela equipe
optout-how-import = lista importada
optout-how-forgotten = pediu para ser esquecida
optout-column-since = desde
optout-column-how = como
optout-column-word = palavra
optout-file = saidas.csv
optout-b-add = Adicionar
optout-b-remove = Tirar
optout-b-import = Importar
optout-b-export = Exportar
optout-b-doubts = Decidir quem pede para sair
optout-b-changed = Números a confirmar
optout-b-list = Ver saídas
optout-b-yes = Sim, pediu
optout-b-no = Não
optout-b-same = { $count ->
        [one] É a mesma pessoa
       *[other] São as mesmas pessoas
    }
optout-b-leave = { $count ->
        [one] Deixar fora
       *[other] Deixar fora
    }
people-opted-out = Pronto, não escreveremos mais. Se mudar de ideia, escreva VOLTAR.
people-footer = Responda SAIR para não receber mais.
people-footer-words = Responda SAIR

## person
person-may = Pode receber campanhas.
person-back = Pode receber campanhas: voltou { $at }.
person-out = Saiu.
person-out-message = Saiu desde { $at }: escreveu "{ $word }".
person-out-operator = Saiu desde { $at }: posta por { $by }.
person-out-import = Saiu desde { $at }: lista importada por { $by }.
person-out-forgotten = Saiu: pediu para ser esquecida.
person-doubt-opt-out = Talvez pediu para sair: não escrevo até você decidir.
person-doubt-identity = Mudou de aparelho ou de dono: não escrevo até você confirmar.
person-consent = Permissão: confirmada por { $by } { $at } (campanha { $id }).
person-none = Não está em nenhuma campanha.
person-more = e mais { $count } na evidência
person-replies = Respostas: { $count }. Última { $at }: { $text }
person-forget = Esquecer { $phone }?
    Apago o número, os dados e as respostas de todas as campanhas, e o arquivo das listas onde está; as somas ficam. Ninguém escreve mais. Não dá para desfazer.
    As mensagens deste chat apague você.
person-forgotten = { $count ->
        [0] Esquecido: não estava em nenhuma campanha
        [one] Esquecido: estava em uma linha de campanhas
       *[other] Esquecido: estava em { $count } linhas de campanhas
    }
    Fica só uma marca sem número para não escrever mais.
person-ask-forget = Quem eu esqueço? Escreva o número
person-file = evidencia-{ $ref }.txt
person-b-draft = Nova campanha com este número
person-b-evidence = Evidência
person-b-forget = Esquecer
person-b-forget-yes = Sim, esquecer
person-b-keep-opt-out = Não é saída
person-b-keep-identity = É a mesma pessoa
evidence-title = Evidência sobre { $phone }
evidence-name = Nome: { $name }
evidence-made = Feita: { $at } (horas de { $zone })
evidence-consent = PERMISSÃO
evidence-consent-line = { $at } · { $by } confirmou que as pessoas da lista "{ $list }" aceitaram receber mensagens (campanha { $id } "{ $name }", linha { $line }: { $written })
evidence-optouts = SAÍDAS
evidence-history-out = { $at } · saída ({ $how })
evidence-history-in = { $at } · volta a aceitar ({ $how })
evidence-listed = Agora: fora.
evidence-not-listed = Agora: não está fora.
evidence-messages = MENSAGENS
evidence-message-campaign = Campanha { $id } "{ $name }" · { $state }
evidence-message-answer = Resposta de { $by } · { $state }
evidence-message-confirmation = Confirmação da saída · { $state }
evidence-times = saiu { $left } · aceita { $accepted } · entregue { $delivered } · lida { $read }
evidence-file = [arquivo { $file }, SHA-256 { $sha256 }]
evidence-replies = RESPOSTAS

## power
power-ask-restart = Reinício seguro: escreva a senha
    Termino o que está a caminho, salvo e volto em segundos. Vou apagar sua mensagem.
power-ask-hold = Desligar: escreva a senha
    Termino o que está a caminho e não envio nada até /enable. Vou apagar sua mensagem.
power-ask-logout = Desvincular o WhatsApp: escreva a senha
    Antes de fazer isso pergunto mais uma vez. Vou apagar sua mensagem.
power-none = Não há senha de reinício
    Quem instalou o bot deve pôr RESTART_PASSWORD nas configurações dele.
power-wrong = Senha incorreta. Você ainda tem { $left } { $left ->
        [one] tentativa
       *[other] tentativas
    }.
power-locked = Reinício bloqueado 15 min: 5 senhas incorretas
    { $name } tentou às { $at }.
power-locked-until = Bloqueado por senhas incorretas até { $at }.
power-not-deleted = Não consegui apagar sua mensagem: apague você.
power-expired = A pergunta venceu. Comece de novo.
power-cancelled = Tudo bem, não faço nada.
power-step-draining = Reiniciando: salvando o que está a caminho
power-step-drained = Feito: campanhas em espera, lote confirmado ({ $acked } de { $of })
power-step-unacked = Feito: campanhas em espera, { $acked } de { $of } confirmados; o resto sai de novo, com a mesma mensagem
power-step-nothing = Feito: campanhas em espera, nada estava a caminho
power-closed-http = Feito: conexões web fechadas
power-closed-whatsapp = Feito: WhatsApp fechado, continua vinculado
power-closed-store = Feito: tudo salvo
power-late-http = As conexões web não fecharam a tempo; continuo
power-late-whatsapp = O WhatsApp não fechou a tempo; continuo. Nada se perde.
power-late-store = Salvar demorou demais; continuo. O que foi enviado já estava salvo.
power-next = A seguir: { $steps }
power-next-http = fechar conexões
power-next-whatsapp = fechar o WhatsApp
power-next-store = salvar
power-next-exit = desligar e voltar
power-back = De volta em { $took }
power-back-tries = Voltei após { $tries ->
        [one] 1 tentativa
       *[other] { $tries } tentativas
    }, em { $took }
power-routine = Reinício de rotina às { $at }: { $took }, tudo em ordem
power-routine-missing = Reinício de rotina às { $at }: algo falta
power-silence = O WhatsApp parou de responder: reiniciei às { $at }
    De volta em { $took }. O que não foi confirmado sai de novo, com a mesma mensagem.
power-missing-whatsapp = Falta o WhatsApp: continuo tentando. Veja se aquele telefone tem internet.
power-missing-telegram = O Telegram demorou a responder.
power-missing-store = Não consigo escrever no disco: avise quem instalou.
power-not-linked = O WhatsApp não está vinculado: não há nada a desvincular.
power-unlink = Desvincular { $phone }?
    As campanhas ficam em espera. Para voltar será preciso vincular de novo, e o WhatsApp pode recusar por horas ou dias.
power-unlinking = Desvinculando…
power-unlinked = WhatsApp desvinculado. As campanhas esperam.
power-unlinked-untold = Não consegui avisar o WhatsApp: remova também no telefone, em Dispositivos conectados.
power-copy = Isto é uma cópia da instalação
    Não me conecto nem envio: se o original continua ligado, as mensagens sairiam duas vezes.
    Se você mudou de lugar e o original está desligado para sempre, siga aqui.
power-adopted = Tudo bem: a partir de agora este é o original
    Tudo continua de onde estava.
power-still = Tudo bem, fico parado. Você pode me desligar.
power-original = O original continua ligado. Desligue-o e toque de novo.
power-held = Desligado. Não envio nada até /enable
    O que escreverem para você fica guardado.
power-enabled = Ligado. Tudo continua de onde estava.
power-was-on = Já estava ligado.
power-b-cancel = Cancelar
power-b-enable = Ligar
power-b-unlink = Sim, desvincular
power-b-copy = Sim, o original está desligado
power-b-still = Deixar a cópia parada

## settings
settings-show = Configurações
    As três primeiras são suas. As outras são do negócio: quem administra as muda.
settings-now = Agora: { $value }.
settings-yes = sim
settings-no = não
settings-none = sem dizer
settings-language-es = espanhol
settings-language-en = inglês
settings-language-pt = português
settings-country-auto = automático
settings-cap-auto = automático
settings-cap-off = sem limite
settings-cap-today = Hoje: { $cap }.
settings-span = { $from } às { $to }
settings-lang = Em que idioma escrevo para você?
settings-clients = Em que idioma seus clientes leem?
    É o do rodapé e o do aviso de saída.
settings-zone = Que hora o negócio usa?
    Por ela vão os horários, o silêncio e o limite de cada dia.
settings-country = De que país são os números sem código?
settings-pace = Em que ritmo saem as campanhas?
    Cada campanha pode ter outro.
settings-quiet = Em que horas não se envia nada?
    O que faltar continua sozinho quando o silêncio acaba.
settings-cap = A quantas pessoas novas por dia, no máximo?
    Automático cresce com a idade do vínculo e cuida do seu número.
settings-owned = Desde quando este número é seu?
    Um número com anos aguenta mais que um novo. Diga só se for verdade.
settings-owned-first = Antes do máximo: desde quando ele é seu?
    O vínculo é novo. Um número com anos aguenta mais que um novo. Diga só se for verdade.
settings-reset = Voltar às configurações do servidor?
    Muda: { $list }.
settings-wrong = Não entendo "{ $text }".
settings-ask-zone = Escreva a cidade: por exemplo, São Paulo
settings-ask-country = Escreva o país: por exemplo, Brasil ou +55
settings-ask-quiet = Escreva de que hora a que hora: por exemplo, 21 às 8
    Para enviar a qualquer hora, escreva não.
settings-ask-cap = Escreva quantas pessoas novas por dia: por exemplo, 300
settings-ask-owned = Escreva desde quando ele é seu: por exemplo, 3/2020
settings-b-lang = Idioma: { $value }
settings-b-replies = Encaminhar respostas: { $value }
settings-b-plain = Texto simples: { $value }
settings-b-zone = Hora: { $value }
settings-b-country = País sem código: { $value }
settings-b-pace = Ritmo: { $value }
settings-b-quiet = Silêncio: { $value }
settings-b-cap = Limite diário: { $value }
settings-b-owned = Número seu desde: { $value }
settings-b-footer = Rodapé "Responda SAIR": { $value }
settings-b-clients = Idioma de clientes: { $value }
settings-b-reset = Voltar às do servidor
settings-b-yes-reset = Sim, voltar
settings-b-zone-ask = Outra cidade
settings-b-country-ask = Outro país
settings-b-country-auto = O do meu WhatsApp
settings-b-pace-careful = Prudente · 4 por minuto
settings-b-pace-normal = Normal · 30 por minuto
settings-b-pace-maximum = Máximo · o que a conexão der
settings-b-quiet-ask = Outras horas
settings-b-quiet-off = Enviar a qualquer hora
settings-b-days = Dias de silêncio: { $value }
settings-b-clock = Relógio: { $value }
settings-clock-recipient = o de cada pessoa
settings-clock-business = o do negócio
settings-days = Em que dias não se escreve a ninguém?
settings-days-none = nenhum
settings-b-cap-auto = Automático
settings-b-cap-ask = Outro número
settings-b-cap-off = Sem limite
settings-b-owned-0 = Há menos de um mês
settings-b-owned-3 = Há alguns meses
settings-b-owned-7 = Há mais de seis meses
settings-b-owned-13 = Há mais de um ano
settings-b-owned-37 = Há mais de três anos
settings-b-owned-ask = Escrever a data
settings-percent = { $value } %
settings-health = Quando freio ou pauso para cuidar da conta?
    Olho cada campanha enquanto sai. O que espera não se perde.
settings-health-unregistered = Com quantos sem WhatsApp pauso a campanha?
settings-health-failed = Com quantas falhas pauso a campanha?
settings-health-delivered = Com menos de quantos entregues eu pauso?
settings-health-answers = Com menos de quantas respostas vou mais devagar?
settings-health-unreadable = Com quantos que não conseguem abrir eu pauso?
settings-health-quota = Com que parte da cota do WhatsApp eu pauso?
settings-health-canary = A quantos escrevo primeiro, antes de continuar?
settings-short-unregistered = sem WhatsApp { $value }
settings-short-failed = falhas { $value }
settings-short-delivered = entregues { $value }
settings-short-answers = respostas { $value }
settings-short-unreadable = não abrem { $value }
settings-short-quota = cota { $value }
settings-ask-health = Escreva uma porcentagem de 1 a 100: por exemplo, 15
settings-ask-canary = Escreva quantas pessoas, de 1 a 100: por exemplo, 5
settings-b-health = Cuidado com a conta
settings-b-health-ask = Outro valor
settings-b-health-off = Não olhar
settings-b-canary-off = Sem teste e sem freios
settings-b-unregistered = Sem WhatsApp, mais de: { $value }
settings-b-failed = Falhas, a partir de: { $value }
settings-b-delivered = Entregues, menos de: { $value }
settings-b-answers = Respostas, menos de: { $value }
settings-b-unreadable = Não abrem, mais de: { $value }
settings-b-quota = Cota do WhatsApp: { $value }
settings-b-canary = Primeiros de teste: { $value }
settings-name-zone = fuso horário
settings-name-country = país sem código
settings-name-language = idioma dos clientes
settings-name-pace = ritmo
settings-name-daily-cap = limite diário
settings-name-quiet-hours = silêncio
settings-name-quiet-days = dias de silêncio
settings-name-quiet-zone = hora de quem
settings-name-canary = teste com os primeiros
settings-name-health = limiares de saúde
settings-name-opt-out-words = palavras de saída
settings-name-footer = rodapé de saída

## ops
ops-team = Equipe: { $shown } { $count ->
        [one] pessoa
       *[other] pessoas
    }
ops-open = { $count ->
        [one] Há um convite aberto.
       *[other] Há { $count } convites abertos.
    }
ops-admin = administra
ops-operator = opera
ops-invitation = Compartilhe este link com a pessoa
    Vale até { $at } e uma só vez. Entra como operador.
ops-share = Convido você ao bot de campanhas. Toque no link e depois em Iniciar.
ops-admin-since = { $name } · administra desde { $date }
ops-operator-since = { $name } · opera desde { $date }
ops-seen = Última vez: { $at }.
ops-blocked = Bloqueou o bot: não recebe nada até voltar.
ops-listed = Está em OPERATOR_IDS: muda-se no servidor
    Enquanto estiver nessa lista, administra.
ops-last-admin = É a única pessoa que administra
    Torne outra pessoa admin antes.
ops-ask-remove = Remover { $name } da equipe?
    Perde o acesso na hora. Suas campanhas seguem; seu rascunho é descartado.
ops-welcome = Olá, { $name }: você já faz parte da equipe
    Pode criar campanhas, pausá-las e ver seus relatórios. Quem administra muda as configurações do negócio e a equipe.
ops-joined = { $name } entrou na equipe
    Com o convite de { $by }. Se não é quem você esperava, remova agora.
ops-gone = Você não faz mais parte da equipe deste bot.
ops-is-gone = Não está mais na equipe.
ops-used = Esse convite já foi usado ou venceu.
ops-revoked = Anulado: esse link não serve mais.
ops-many = Há muitos convites abertos. Anule algum.
ops-audit = Registro: { $shown } { $count ->
        [one] ação
       *[other] ações
    }
ops-program = O programa
ops-file = registro-{ $day }.csv
ops-column-time = hora
ops-column-who = quem
ops-column-id = id do Telegram
ops-column-what = o que fez
ops-column-campaign = campanha
ops-did-campaign-scheduled = agendou a campanha { $campaign }
ops-did-campaign-rescheduled = mudou a hora da campanha { $campaign }: { $detail }
ops-did-campaign-repeat = mudou a repetição da campanha { $campaign }: { $detail }
ops-did-campaign-missed = não pôde enviar na hora a campanha { $campaign }
ops-did-campaign-started = iniciou a campanha { $campaign }
ops-did-campaign-paused = pausou a campanha { $campaign }
ops-did-campaign-resumed = retomou a campanha { $campaign }
ops-did-campaign-speed = mudou a velocidade da campanha { $campaign }
ops-did-campaign-cancelled = cancelou a campanha { $campaign }
ops-did-campaign-finished = terminou a campanha { $campaign }
ops-did-campaign-stopped = deteve a campanha { $campaign }
ops-did-optout-added = adicionou { $detail } às Saídas
ops-did-optout-removed = tirou { $detail } das Saídas
ops-did-optout-imported = importou saídas: { $detail }
ops-did-doubt-kept = continuou escrevendo a { $detail }
ops-did-person-forgotten = esqueceu { $detail }
ops-did-text-saved = guardou a mensagem { $detail }
ops-did-list-saved = salvou a lista { $detail }
ops-did-list-removed = apagou a lista { $detail }
ops-did-text-removed = apagou a mensagem { $detail }
ops-did-link-asked = pediu para vincular o WhatsApp
ops-did-link-taken = tomou o controle da sessão
ops-did-link-declined = deixou a sessão ao outro programa
ops-did-unlinked = desvinculou o WhatsApp
ops-did-restarted = reiniciou
ops-did-held = desligou o envio
ops-did-enabled = ligou o envio
ops-did-password-wrong = errou a senha
ops-did-password-locked = bloqueou a senha: cinco tentativas
ops-did-copy-adopted = confirmou que a cópia é o original
ops-did-setting-changed = mudou { $detail }
ops-did-settings-reset = voltou às configurações do servidor
ops-did-number-declared = disse que o número é seu desde { $detail }
ops-did-member-admin = entrou como admin
ops-did-member-operator = entrou como operador
ops-did-member-invited = criou um convite
ops-did-member-joined = entrou com um convite
ops-did-member-promoted = tornou { $detail } admin
ops-did-member-demoted = tirou o papel de admin de { $detail }
ops-did-member-removed = removeu { $detail } da equipe
ops-did-invitation-revoked = anulou um convite
ops-did-audit-exported = exportou o registro
ops-b-invite = Convidar
ops-b-audit = Registro
ops-b-open = Convite até { $at }
ops-b-share = Enviar a um contato
ops-b-copy = Copiar link
ops-b-revoke = Anular
ops-b-promote = Tornar admin
ops-b-demote = Tirar admin
ops-b-remove = Remover
ops-b-yes-remove = Sim, remover
ops-b-see = Ver pessoa
ops-b-export = Exportar
ops-did-campaign-retried = tentou de novo a campanha { $campaign }: é a { $detail }
ops-did-campaign-renamed = renomeou a campanha { $campaign }: { $detail }
ops-did-campaign-urgent = pôs a campanha { $campaign } antes de todas
ops-did-campaign-not-urgent = tirou a urgência da campanha { $campaign }

## report
report-column-line = linha
report-column-written = número escrito
report-column-phone = número usado
report-column-state = estado
report-column-reason = motivo
report-column-accepted = enviado
report-column-delivered = entregue
report-column-read = lido
report-column-unsent = não saiu
report-zipped = Ocupa { $size }: vai compactado em um zip. Toque para abrir.
report-many = São { $rows } linhas e o Excel mostra 1.048.575: abra em partes ou com outro programa.
report-state-queued = na fila
report-state-sending = enviando
report-state-accepted = enviado
report-state-delivered = entregue
report-state-read = lido
report-state-failed = falhou
report-state-skipped = ignorado
report-reason-invalid = não é um número válido
report-reason-duplicate = repetido
report-reason-opted-out = pediu para sair
report-reason-joined = vai na mensagem da linha { $line }
report-reason-incomplete = não tem { $field }
report-reason-long = o texto fica longo demais
report-reason-not-on-whatsapp = sem WhatsApp
report-reason-unverified = espera sua decisão
report-reason-cancelled = campanha cancelada
report-reason-refused = o WhatsApp recusou
report-reason-unconfirmed = o WhatsApp nunca confirmou
report-reason-unreachable = nenhum dispositivo disponível
report-reason-address = endereço recusado pelo WhatsApp
report-reason-too-fast = o WhatsApp pediu para ir mais devagar
report-reason-server = erro do WhatsApp
report-reason-lookup = o WhatsApp não conseguiu verificar o número
report-reason-upload = o WhatsApp não recebeu os arquivos
report-reason-empty = sem número
report-reason-letters = tem letras
report-reason-spreadsheet-damage = o Excel cortou o número
report-reason-too-short = muito curto
report-reason-too-long = muito longo
report-reason-no-country = falta o código de país
report-reason-not-valid = não é um número válido
report-reason-several-numbers = havia vários números
hold-connection = conexão
hold-replaced = sessão aberta em outro lugar
hold-asleep = dormindo
hold-restart = reinício
hold-disabled = desligado com /disable
hold-reach-out-lock = limite do WhatsApp
hold-new-chat-cap = limite do WhatsApp
hold-daily-cap = limite de hoje
hold-refusals = o WhatsApp recusou vários
hold-too-fast = o WhatsApp pede para ir mais devagar
hold-upload = subir a foto
hold-disk = espaço em disco
hold-ban = conta suspensa
hold-copy = cópia da instalação

## panel

panel-title = Campanhas de WhatsApp
panel-outside = Abra pelo Telegram: este painel não funciona em um navegador.
panel-over = A sessão terminou. Feche e abra o painel de novo.
panel-offline = Sem conexão com o programa. Continuo tentando…
panel-stale = Sem dados desde { $at }
panel-failed = Não deu certo. Tente de novo.
panel-qr = Código QR para vincular o WhatsApp
panel-h-today = Hoje
panel-h-next = Próximas
panel-h-last = Últimas campanhas
panel-h-account = Conta
panel-h-stats = Estatísticas
panel-h-more = Mais: desligar, reiniciar, desvincular
panel-ask-number = Qual é o número desse WhatsApp? Com código do país.
panel-number = Número
panel-ask-password = Digite a senha de administração
panel-password = Senha
panel-b-back = Voltar
panel-link-offline = Falta conectar o WhatsApp
panel-link-connecting = Conectando…
panel-link-awaiting-scan = Esperando você escanear
panel-link-scan-expired = O código venceu
panel-link-linking = Terminando de vincular…
panel-link-online = WhatsApp conectado
panel-link-reconnecting = Sem conexão: reconectando
panel-link-given-up = Sem conexão
panel-link-asleep = WhatsApp dormindo · acorda sozinho
panel-link-replaced = Sessão aberta em outro lugar
panel-link-unreachable = Não alcanço o WhatsApp
panel-link-banned = Conta suspensa pelo WhatsApp
panel-link-logged-out = O WhatsApp encerrou a sessão
panel-link-outdated = O programa precisa de uma atualização
panel-scan = Vence às { $at }. No outro telefone: WhatsApp → Dispositivos conectados → Conectar.
panel-type = Vence às { $at }. WhatsApp → Dispositivos conectados → Conectar com número de telefone.
panel-try = Tentativa { $attempt } de { $of }
panel-until = Até { $at }
panel-b-sleep = Dormir
panel-b-wake = Acordar
panel-b-connect = Conectar
panel-b-later = Deixar para depois
panel-b-retry = Reconectar
panel-b-letters = Usar 8 letras
panel-today = { $sent }, { $delivered }, { $read }, { $replies }
panel-next = { $name }, { $at }
panel-done = { $done } de { $people }
panel-f-sent = Enviados
panel-f-delivered = Entregues
panel-f-read = Lidos
panel-f-replies = Respostas
panel-f-failed = Com falha
panel-f-skipped = Omitidos
panel-ended = { $name }: { $sent } de { $people } · { $at }
panel-waits = Espera por: { $why }
panel-waiting = Na fila: { $count }
panel-b-restart = Reiniciar
panel-b-hold = Desligar
panel-b-enable = Ligar
panel-b-unlink = Desvincular
panel-ask-unlink = Desvincular { $phone }? As campanhas ficam em pausa. Para voltar será preciso vincular de novo. Digite a senha.
panel-report-sent = O relatório vai para o seu chat.
panel-bad-number = Não entendo esse número. Escreva com o código do país: +595 981 123 456
panel-no-code = O WhatsApp não deu um código. Tente com o QR.
panel-code-later = Foram pedidos muitos códigos. O próximo, às { $at }.
panel-told-in-chat = Feito: conto no chat.
## logs
logs-show = Registros: qual você quer ver?
    Sem textos nem números completos. Ficam guardados 14 dias.
logs-last = { $log }: o mais recente
logs-empty = { $log }: ainda vazio
logs-warning = AVISO
logs-error = ERRO
logs-b-core = Programa
logs-b-queue = Envios
logs-b-baileys = WhatsApp
logs-b-file = Enviar arquivo
logs-b-logs = Registros

## doctor
doctor-good = bem
doctor-notice = atenção
doctor-bad = mal
doctor-all-good = Tudo em ordem.
doctor-all-notice = Funciona. Para ver com calma: { $count }.
doctor-all-bad = Por consertar: { $count }.
doctor-fine = Bem: { $names }.
doctor-looking = Revisando…
doctor-b-again = Revisar de novo
doctor-failed = não foi possível revisar ({ $code }).
doctor-name-settings = Configurações
doctor-name-program = Programa
doctor-name-node = Node
doctor-name-zones = Fusos horários
doctor-name-folders = Pastas
doctor-name-disk = Disco
doctor-name-network = Rede
doctor-name-telegram = Telegram
doctor-name-clock = Relógio
doctor-name-webhook = Webhook
doctor-name-store = Dados
doctor-name-session = WhatsApp
doctor-name-baileys = Baileys
doctor-name-uploads = Arquivos
doctor-name-ffmpeg = ffmpeg
doctor-settings-good = completas.
doctor-settings-bad = { $problems } Corrija em .env; .env.example explica.
doctor-program-running = ligado.
doctor-program-stopped = desligado; liga-se com npm start.
doctor-node-good = { $version }.
doctor-node-old = { $version } é muito velho: rode npm ci, que traz o seu.
doctor-zones-good = { $version }.
doctor-zones-old = { $version } é velha e dá horas erradas: rode npm ci, que traz outro Node.
doctor-folders-good = podem ser usadas.
doctor-folders-absent = { $folder } ainda não existe; o primeiro início a cria.
doctor-folders-closed = não posso escrever em { $folder }: dê permissão ao usuário que liga o programa.
doctor-folders-file = { $folder } não é uma pasta.
doctor-folders-open = outros usuários desta máquina podem ler { $folder }: rode chmod 700 nela.
doctor-disk-good = { $free } livres.
doctor-disk-unknown = não diz quanto tem.
doctor-disk-low = restam { $free }: abra espaço logo.
doctor-disk-full = restam { $free }: os envios esperam até haver espaço.
doctor-network-good = chego por { $families }.
doctor-network-name = não encontro { $host }: veja o DNS e a conexão com a internet.
doctor-network-unreachable = não chego a { $host }: veja o firewall e a conexão com a internet.
doctor-network-family = { $host } tem { $family } e por aí não chego, só por { $families }: conserte ou desligue { $family }, porque cada conexão o tenta primeiro.
doctor-telegram-good = o token é de @{ $name }.
doctor-telegram-absent = falta TELEGRAM_BOT_TOKEN: peça um bot ao @BotFather e copie o token.
doctor-telegram-refused = recusa o token ({ $status }): copie-o de novo do @BotFather para TELEGRAM_BOT_TOKEN.
doctor-telegram-unreachable = não responde; veja Rede.
doctor-clock-good = certo.
doctor-clock-unknown = o Telegram não respondeu, não posso comparar.
doctor-clock-ahead = adianta { $seconds } s: acerte-o (NTP). Nada agendado começa assim.
doctor-clock-behind = atrasa { $seconds } s: acerte-o (NTP). Nada agendado começa assim.
doctor-webhook-polled = { $waiting ->
        [one] não se usa; espera 1 mensagem.
       *[other] não se usa; esperam { $waiting } mensagens.
    }
doctor-webhook-set = chega a { $host }.
doctor-webhook-unset = o programa o define ao iniciar.
doctor-webhook-left = ficou um definido para { $host }; o programa o tira ao iniciar.
doctor-webhook-elsewhere = outro programa o definiu para { $host }: desligue esse programa.
doctor-webhook-failing = o Telegram não consegue entregar { $waiting ->
        [one] 1 mensagem
       *[other] { $waiting } mensagens
    }: { $trouble }
doctor-webhook-unknown = não consegui perguntar; veja Telegram.
doctor-store-good = sãos (versão { $version }).
doctor-store-absent = ainda não há; o primeiro início os cria.
doctor-store-damaged = o banco de dados está danificado: desligue o programa e recupere a última cópia com npm run restore.
doctor-store-newer = são de um programa mais novo (versão { $version }): instale essa versão de novo.
doctor-session-linked = vinculado, conta { $phone }.
doctor-session-unlinked = sem vincular; vincula-se no chat com /connect.
doctor-session-damaged = a sessão está danificada: recupere uma cópia com npm run restore, ou vincule de novo.
doctor-session-newer = a sessão é de um programa mais novo: instale essa versão de novo.
doctor-session-copy = estas pastas são uma cópia; o programa pergunta no chat antes de se conectar.
doctor-baileys-good = { $version }, o original. Veja também no telefone: Dispositivos conectados.
doctor-baileys-absent = não está instalado: rode npm ci.
doctor-baileys-other = há { $found } em vez de { $wanted }: rode npm ci, e veja Dispositivos conectados no telefone.
doctor-baileys-lookalike = há imitações instaladas ({ $names }): rode npm ci, troque senhas e tire dispositivos desconhecidos no telefone.
doctor-uploads-good = nenhum sobra.
doctor-uploads-orphans = { $count ->
        [one] sobra 1
       *[other] sobram { $count }
    } ({ $size }) na pasta de arquivos recebidos; os do programa se apagam sozinhos, veja os outros.
doctor-ffmpeg-good = está.
doctor-ffmpeg-absent = não está; sem ele outros sons saem como arquivo, não como mensagem de voz.

## backup
backup-usage = Uso: npm run backup -- ARQUIVO [--move]
    --move: esta instalação se muda. Fica parada, e a cópia continua em outro lugar.
backup-ask = Frase para selar a cópia ({ $least } caracteres ou mais):
backup-ask-again = Outra vez:
backup-short = A frase é muito curta: use { $least } caracteres ou mais.
backup-differ = As duas frases não são iguais. Não fiz nada.
backup-no-passphrase = Falta a frase: ponha BACKUP_PASSPHRASE ou BACKUP_PASSPHRASE_FILE nas configurações.
backup-running = O programa está ligado. Para mudar, desligue-o antes; para uma cópia de segurança, tire --move.
backup-refused-nothing = Ainda não há nada para copiar nas pastas das configurações.
backup-refused-exists = Esse arquivo já existe. Escolha outro nome: não escrevo por cima.
backup-refused-disk = Não há espaço para a cópia no disco dos dados. Não fiz nada.
backup-damaged = Um banco de dados está danificado: assim a cópia não serviria. Veja npm run doctor.
backup-failed = Não deu certo: { $code }. Não mudei nada.
backup-done = Cópia selada: { $file } ({ $size }, { $files })
    Guarde-a fora deste servidor, e a frase em outro lugar: sem ela ninguém pode abri-la.
backup-moved = Esta instalação fica parada: se alguém a ligar, dirá que é uma cópia.
    Continue no outro servidor com npm run restore. Até lá o WhatsApp guarda o que escreverem para você.
restore-usage = Uso: npm run restore -- ARQUIVO [--replace]
    --replace: o que houver nas pastas é posto de lado, não apagado.
restore-ask = Frase da cópia:
restore-running = O programa está ligado nestas pastas. Desligue-o antes.
restore-not-empty = { $folder } não está vazia. Com --replace ponho de lado o que há e coloco a cópia.
restore-seal-not-ours = Esse arquivo não é uma cópia feita por npm run backup.
restore-seal-newer = A cópia é de um programa mais novo. Atualize este e tente de novo.
restore-seal-passphrase = A frase não é essa, ou o arquivo está danificado desde o começo. Não mudei nada.
restore-seal-damaged = O arquivo está danificado ou cortado. Não mudei nada.
restore-done = Cópia no lugar: feita { $at }, { $files }, conta { $phone }, campanhas abertas: { $open }
    Ligue o programa: continua onde estava, sem escanear. O original deve ficar desligado.
restore-aside = O que havia está em { $folder }; apague quando não precisar.

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
time-tomorrow = amanhã { $time }
time-yesterday = ontem { $time }
time-in = em { $time }
time-seconds = { $seconds } { $seconds ->
        [one] segundo
       *[other] segundos
    }
time-minutes-seconds = { $minutes } min { $seconds } s
time-today = hoje { $time }

## many
many-people = { $shown } { $count ->
    [1] pessoa
   *[other] pessoas
}
many-newcomers = { $shown } { $count ->
    [1] pessoa nova
   *[other] pessoas novas
}
many-sent = { $shown } { $count ->
    [1] enviado
   *[other] enviados
}
many-delivered = { $shown } { $count ->
    [1] entregue
   *[other] entregues
}
many-read = { $shown } { $count ->
    [1] lido
   *[other] lidos
}
many-failed = { $shown } { $count ->
    [1] falha
   *[other] falhas
}
many-replies = { $shown } { $count ->
    [1] resposta
   *[other] respostas
}
many-messages = { $shown } { $count ->
    [1] mensagem
   *[other] mensagens
}
many-files = { $shown } { $count ->
    [1] arquivo
   *[other] arquivos
}
many-out-invalid = { $shown } { $count ->
    [1] inválido
   *[other] inválidos
}
many-out-duplicate = { $shown } { $count ->
    [1] repetido
   *[other] repetidos
}
many-out-opted-out = { $shown } { $count ->
    [1] que saiu
   *[other] que saíram
}
many-out-joined = { $shown } { $count ->
    [1] unido a outra linha
   *[other] unidos a outra linha
}
many-out-incomplete = { $shown } sem um dado
many-out-long = { $shown } com texto longo demais
many-out-not-on-whatsapp = { $shown } sem WhatsApp
many-out-unverified = { $shown } por decidir
many-out-cancelled = { $shown } sem sair ao cancelar
