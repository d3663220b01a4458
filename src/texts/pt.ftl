## guard
guard-stranger = Este bot é privado.
    Peça um convite a quem o administra.
guard-group = Trabalho só em conversa privada.
guard-admins = Só quem administra pode fazer isso.
guard-old = Este menu já não vale. Mostro o atual.
guard-error = Algo falhou do meu lado. Seu rascunho está a salvo.
    Ficou anotado: código { $code }.
guard-description = Campanhas de WhatsApp por aqui: lista, mensagem, enviar.
    Bot privado, só para pessoas autorizadas.

## menu
menu-claimed = Pronto, { $name }: você administra este bot.
    Passo 1 de 3: conecte seu WhatsApp.
menu-claim-used = Este link já foi usado ou venceu.
    Reinicie o programa para obter outro.
menu-first-link = WhatsApp conectado: { $phone }
    Já pode enviar: mande sua lista (.csv ou .txt) quando quiser.
menu-online-idle = WhatsApp conectado · nada enviando
menu-online-sending = WhatsApp conectado · { $count } { $count ->
        [one] campanha
       *[other] campanhas
    } enviando
menu-not-linked = Falta conectar o WhatsApp
menu-asleep = WhatsApp dormindo · acorda sozinho
menu-reconnecting = Sem conexão · tentativa { $attempt } de { $of }
menu-offline = WhatsApp sem conexão
menu-today = Hoje: { $sent } enviadas, { $replies } respostas.
menu-nothing = Não há nada para cancelar.
menu-cancelled = Rascunho descartado.
menu-b-connect = Conectar WhatsApp
menu-b-new = Nova campanha
menu-b-campaigns = Campanhas
menu-b-status = Estado
menu-b-optouts = Saídas
menu-b-help = Ajuda
menu-b-menu = Menu
menu-c-start = Menu
menu-c-connect = Conectar WhatsApp
menu-c-new = Nova campanha
menu-c-campaigns = Minhas campanhas
menu-c-status = Estado agora
menu-c-optouts = Quem saiu
menu-c-disable = Reinício seguro
menu-c-cancel = Cancelar o que estou fazendo
menu-c-help = Ajuda
help-show = Em que posso ajudar?
help-list = Como preparar a lista
    Uma coluna com números; as outras, dados como o nome.
    Sem código de país, uso o do seu país.
    No Excel: Arquivo → Salvar como → CSV.
    Se o Excel mostra 5,95981E+11: coluna → Formato → Texto, e cole os números de novo.
help-text = Como escrever a mensagem
    Escreva {"{"}nome{"}"} onde vai um dado da sua lista.
    Se pode faltar: {"{"}nome|amigo{"}"}
    Também pode mandar uma foto com seu texto.
help-connect = Como conectar o WhatsApp
    No outro celular: WhatsApp → Configurações (ou menu ⋮) → Dispositivos conectados → Conectar.
    Escaneie o código que eu mando. O celular precisa de internet.
help-limits = Como cuidar do seu número
    Escreva só para quem aceitou.
    Vá devagar com um número novo.
    Se o WhatsApp limita você, eu espero: insistir pode bloquear seu número.
help-consent = Saídas e permissões
    Quem responde SAIR, BAJA ou STOP sai da lista na hora e não recebe mais campanhas.
    Antes de enviar você confirma que essas pessoas aceitaram. Fica registrado.
help-power = Reiniciar ou desligar
    /disable termina o que está a caminho, salva e volta em segundos.
    /disable hold desliga até /enable.
    As campanhas seguem de onde estavam.
help-b-list = Preparar a lista
help-b-text = Escrever a mensagem
help-b-connect = Conectar WhatsApp
help-b-limits = Cuidar do meu número
help-b-consent = Saídas e permissões
help-b-power = Reiniciar ou desligar
help-b-sample = Ver exemplo
help-sample = Um exemplo de lista. Mude-a e mande para mim.
help-sample-name = exemplo.csv
help-sample-csv = telefone;nome
    0981 123456;Ana
    0971 555000;Luís

## connect
connect-scan = Escaneie este código com o WhatsApp · vence { $when }
    No outro celular: WhatsApp → Configurações (ou menu ⋮) → Dispositivos conectados → Conectar.
connect-scanned = Código lido. Terminando de conectar…
connect-stuck = O celular não termina de conectar
    O WhatsApp pode estar pedindo uma chave de acesso nesse celular. Confirme lá ou tente de novo.
connect-expired = O código venceu. Sem problema.
    Peça outro quando tiver o celular à mão.
connect-asking = Pedindo um código ao WhatsApp…
connect-online = WhatsApp conectado: { $phone }
connect-goes-on = A campanha { $id } segue sozinha de { $done } de { $people }.
connect-already = O WhatsApp já está conectado: { $phone }
connect-lost = WhatsApp sem conexão desde as { $at }
    Tentei 5 vezes. Veja se esse celular tem internet. Nada se perdeu.
connect-removed = O WhatsApp encerrou a sessão deste bot
    Foi removida em "Dispositivos conectados". Conecte de novo para seguir.
connect-locked = O WhatsApp bloqueou esta conta
    Abra o WhatsApp no celular e peça uma revisão. Não insisto por minha conta.
connect-unknown = O WhatsApp encerrou a sessão (código { $code })
    Conecte de novo para seguir. Nada se perdeu.
connect-banned = O WhatsApp suspendeu a conta até { $until }
    Espero até lá. Insistir pode bloquear seu número.
connect-banned-unknown = O WhatsApp suspendeu a conta
    Não disse até quando. Espero um dia antes de tentar de novo.
connect-replaced = Esta sessão está aberta em outro lugar
    Outro programa usa a mesma conexão desde as { $at }. Não brigo com ele: você decide.
connect-outdated = O WhatsApp pede uma versão mais nova
    Atualize este programa. As campanhas esperam; nada se perdeu.
connect-cancelled = Certo, fica para depois.
connect-reconnecting = Tentando de novo…
connect-idle-soon = Em 5 minutos vou dormir: ninguém me usa
connect-asleep = Dormindo. Acordo sozinho se há algo para enviar.
connect-awake = Sigo acordado.
connect-b-later = Deixar para depois
connect-b-code = Novo código
connect-b-again = Conectar de novo
connect-b-retry = Reconectar
connect-b-take = Assumir o controle
connect-b-awake = Seguir acordado
connect-b-wake = Acordar

## new
new-list = Passo 1 de 3: mande a lista
    Um arquivo .csv ou .txt com os números. Também pode colá-los aqui.
new-exists = Você tem um rascunho: { $name }, { $people } pessoas
new-reading = Lendo { $name } · { $rows } linhas
new-read = Lista lida: { $people } pessoas para escrever
new-read-column = Números: coluna "{ $column }". Sem código de país: { $country }.
new-read-no-column = Sem código de país: { $country }.
new-read-no-country = Todos precisam de código de país: não sei de que país são os demais.
new-read-out = Fora: { $duplicate } repetidos, { $invalid } inválidos, { $optedout } que saíram.
new-read-damaged = O Excel danificou { $count } números: estão entre os inválidos.
new-read-fields = Dados para a mensagem: { $fields }
new-columns = Que coluna tem os números?
new-countries = De que país são os números sem código?
new-content = Passo 2 de 3: agora a mensagem
    Escreva, ou mande uma foto (com texto se quiser).
new-content-fields = Pode usar { $fields }. Se o dado falta: { $example }
new-unknown = Não conheço { $field }. Sua lista tem: { $fields }
    Edite sua mensagem ou mande de novo.
new-unknown-none = Não conheço { $field }. Sua lista não tem dados com nome.
    Edite sua mensagem ou mande de novo.
new-preview = Passo 3 de 3: revise seu envio para { $people } { $count ->
        [one] pessoa
       *[other] pessoas
    }
new-for = Para { $name } ({ $phone })
new-for-number = Para { $phone }
new-for-empty = Para { $phone }, com dados que faltam
new-when = Quando: agora. Ritmo: { $pace }, termina perto de { $end }.
new-when-cap = Quando: agora. Ritmo: { $pace }. Hoje saem { $today }, o resto nos dias seguintes; termina { $end }.
new-recompressed = O Telegram reduziu sua foto. Para enviá-la intacta, mande como Arquivo.
new-not-linked = O WhatsApp não está conectado. Seu rascunho fica pronto.
new-pace = Em que ritmo?
    Prudente cuida de uma conta nova. Máximo, só com gente que escreve sempre a você.
new-consent = Estas { $people } pessoas aceitaram receber suas mensagens?
    Fica registrado com seu nome. Escrever sem permissão pode bloquear seu número.
new-again = Enviar agora para { $people } pessoas?
new-sent = Enviada como campanha { $id }
new-started = Já está em marcha: campanha { $id }
new-other-list = Agora espero a mensagem. É outra lista?
new-photo-big = A foto pesa { $size } MB e o máximo é { $most }.
    Mande como foto, não como arquivo.
new-photo-broken = Essa imagem está danificada.
    Abra no seu celular, salve de novo e mande.
new-photo-animated = Não posso enviar imagens animadas.
    Mande uma foto.
new-photo-kind = Ainda não posso enviar um .{ $kind }.
    Mande texto ou uma foto.
new-text-long = A mensagem é muito longa: { $length } de { $most } letras.
    Encurte e mande de novo.
new-pace-careful = prudente
new-pace-normal = normal
new-pace-maximum = máximo
new-b-pace-careful = Prudente · { $end }
new-b-pace-normal = Normal · { $end }
new-b-pace-maximum = Máximo · { $end }
new-b-continue = Seguir com esse
new-b-other = Começar outro
new-b-cancel = Cancelar
new-b-ok = Está certo
new-b-column = Outra coluna
new-b-country = Outro país
new-b-bad = Linhas ruins
new-b-file = Outro arquivo
new-b-back = Voltar
new-b-fix = Usar { $field }
new-b-send = Enviar para { $people }
new-b-rows = Outras 3 linhas
new-b-message = Mensagem
new-b-list = Lista
new-b-pace = Ritmo
new-b-footer-on = Rodapé "Responda SAIR": sim
new-b-footer-off = Rodapé "Responda SAIR": não
new-b-discard = Descartar
new-b-yes-consent = Sim, aceitaram. Enviar
new-b-unsure = Não tenho certeza
new-b-yes-send = Sim, enviar
new-b-connect = Conectar e enviar
new-b-swap = Sim, trocar
new-b-keep = Não, seguir
new-b-column-n = Coluna { $n }
new-b-stop = Parar
list-kind = Não consigo ler um .{ $kind }. Mande a lista como .csv ou .txt.
list-empty = A lista está vazia: não tem linhas com dados.
list-damaged = Não consigo ler este arquivo: está danificado.
    Abra no seu programa e salve de novo como CSV.
list-no-column = Não encontro uma coluna com telefones.
    Colunas: { $columns }.
list-excel = O Excel danificou { $count } números ({ $example })
    No Excel: coluna → Formato → Texto; cole os números de novo e salve.
list-country = Nenhum número é válido para { $country }
    Exemplo da sua lista: { $example }.
list-no-country = Os números não têm código de país
    Exemplo da sua lista: { $example }. Escolha o país.
list-nobody = Ninguém para escrever: { $out } repetidos ou que saíram.
list-size = O arquivo pesa { $size } MB e só posso receber { $most }.
    Tire colunas que não usa ou divida em dois.
list-stopped = Leitura parada. O arquivo segue aqui.
list-download = Não consegui baixar o arquivo do Telegram.
    Mande de novo.
list-bad-name = linhas-ruins.csv
list-b-send-other = Mandar outra
list-b-how = Ver como
list-b-choose-column = Escolher coluna
list-b-choose-country = Escolher país

## campaign
campaign-title = Campanha { $id } · { $name } · { $file }
campaign-starting = Começando · { $people } pessoas
campaign-queued = Na fila: sai depois da campanha { $behind }
campaign-sending = Enviando { $percent } %
campaign-sending-end = Enviando { $percent } % · termina { $end }
campaign-paused = Em pausa { $percent } % · por { $name } { $at }
campaign-paused-why = Segue exatamente de onde parou.
campaign-waiting-link = Esperando conexão { $percent } %
campaign-waiting-try = Esperando conexão { $percent } % · tentativa { $attempt } de { $of }
campaign-waiting-next = Próxima { $when }. Segue sozinha.
campaign-given-up = Sem conexão { $percent } % · toque em Reconectar
campaign-unlinked = Sem WhatsApp { $percent } % · falta conectar
campaign-limited = Parada pelo WhatsApp { $percent } % · até { $until }
campaign-limited-why = O WhatsApp limitou as mensagens a pessoas novas. Sigo sozinha nessa hora; insistir pode bloquear seu número.
campaign-tomorrow = Segue { $until } · já foram { $done } de { $people }
campaign-tomorrow-cap = Limite de hoje completo.
campaign-tomorrow-quiet = É hora de silêncio para seus clientes.
campaign-restarting = Reiniciando { $percent } % · segue sozinha em segundos
campaign-disabled = Desligado { $percent } % · espera /enable
campaign-asleep = Dormindo { $percent } % · acorda sozinho
campaign-upload = Esperando para subir a foto { $percent } %
campaign-upload-why = O WhatsApp não a recebeu. Tento de novo { $when }; ninguém se perdeu.
campaign-disk = Sem espaço no servidor: esperando { $percent } %
campaign-stopped-failures = Parada para revisar { $percent } % · muitas falham
campaign-stopped-unregistered = Parada para revisar { $percent } %
campaign-stopped-canary = Parada para revisar { $percent } %
campaign-stopped-failures-why = Mensagens demais falharam. Veja quais antes de seguir.
campaign-stopped-unregistered-why = Muitos números sem WhatsApp: a lista parece velha.
campaign-stopped-canary-why = Aos primeiros não chegou em 10 minutos. Veja o celular antes de seguir.
campaign-finished = Terminada: { $sent } de { $people } enviadas
campaign-cancelled = Cancelada: saíram { $sent } de { $people }
campaign-figures = { $done } de { $people }
campaign-figures-left = { $done } de { $people } · faltam { $left }
campaign-counts = Enviadas { $sent } · entregues { $delivered } · lidas { $read }
campaign-more = Respostas { $replies } · falharam { $failed } · ignoradas { $skipped }
campaign-unconfirmed = Sem confirmar { $count }: tento de novo com a mesma mensagem.
campaign-pace = Ritmo { $pace } · última mudança { $at }
campaign-ask-cancel = Cancelar a campanha { $id }? Faltam { $left } pessoas
    O que já foi enviado não se retira. Na dúvida, pause.
campaign-over = Campanha { $id } terminada: { $sent } de { $people } enviadas
campaign-over-time = { $name } · { $duration }
campaign-over-shares = Entregues { $delivered } ({ $deliveredshare }) · lidas { $read } ({ $readshare })
campaign-over-answers = Respostas { $replies } · saídas { $optouts }
campaign-over-left = Não saíram { $count }: { $failed } falharam, { $skipped } ignoradas
campaign-reply = { $name } respondeu: "{ $text }"
    { $phone } · campanha { $id }
campaign-reply-none = { $name } escreveu: "{ $text }"
    { $phone }
campaign-reply-media = (não é texto)
campaign-opted-out = { $phone } saiu e não recebe mais campanhas.
campaign-list = Campanhas: { $sending } enviando, { $total } no total
campaign-list-none = Ainda não há campanhas
campaign-detail = Campanha { $id } · { $name } · { $state }
campaign-detail-by = Criada por { $by } { $at }, com permissão confirmada
campaign-state-running = enviando { $percent } %
campaign-state-paused = em pausa { $percent } %
campaign-state-finished = terminada
campaign-state-cancelled = cancelada
campaign-state-scheduled = agendada
campaign-state-draft = rascunho
campaign-toast-paused = Em pausa. As que já iam a caminho podem chegar.
campaign-toast-resumed = Retomada
campaign-toast-was-paused = Já estava em pausa
campaign-toast-was-running = Já estava enviando
campaign-toast-cancelled = Cancelada
campaign-toast-over = Já tinha terminado
campaign-report-name = campanha-{ $id }-relatorio.csv
campaign-moved = Segue mais abaixo
campaign-b-pause = Pausar
campaign-b-resume = Retomar
campaign-b-go-on = Seguir assim
campaign-b-detail = Detalhe
campaign-b-cancel = Cancelar
campaign-b-yes-cancel = Sim, cancelar
campaign-b-rather-pause = Melhor pausar
campaign-b-back = Voltar
campaign-b-report = Relatório
campaign-b-what = O que significa
campaign-b-card = Trazer o cartão aqui
campaign-b-list = Campanhas
campaign-b-first = Criar a primeira
campaign-b-see = Ver campanha

## status
status-first = { $link } · fila: { $waiting } mensagens
status-online = WhatsApp conectado
status-offline = WhatsApp sem conexão
status-account = Conta { $phone }
status-no-account = Sem conta conectada
status-sending = Enviando a campanha { $id } ({ $percent } %)
status-sending-more = Enviando a campanha { $id } ({ $percent } %), { $more } mais na fila
status-nothing = Nada enviando
status-today = Hoje: { $sent } enviadas, { $failed } falharam, { $replies } respostas.
status-cap = Limite de hoje: { $cap }.
status-no-cap = Sem limite diário.
status-uptime = Ligado há { $uptime }.
status-restart = Próximo reinício: { $at }.
status-disk = Disco: { $free } livres; temporários, { $temp }.
status-off = Desligado por ajustes: { $off }.
status-hold = Agora espera: { $reason }.
status-b-refresh = Atualizar

## optout
optout-show = Saídas: { $total } { $count ->
        [one] pessoa não recebe
       *[other] pessoas não recebem
    } campanhas
    Quem escreve SAIR entra aqui na hora.
optout-last = Últimas: { $list }.
optout-none = Saídas: ninguém ainda
    Quem escreve SAIR entra aqui na hora.
people-opted-out = Pronto, não escreveremos mais a você. Se mudar de ideia, escreva VOLTAR.
people-footer = Responda SAIR para não receber mais.

## power
power-ask = Reinício seguro: escreva a senha
    Termino o que está a caminho, salvo e volto em segundos. Apagarei sua mensagem.
power-ask-hold = Desligar: escreva a senha
    Termino o que está a caminho e não envio nada até /enable. Apagarei sua mensagem.
power-none = Não há senha de reinício
    Quem instalou o bot deve pôr RESTART_PASSWORD nos ajustes.
power-wrong = Senha errada. Restam { $left } { $left ->
        [one] tentativa
       *[other] tentativas
    }.
power-locked = Reinício bloqueado 15 min: 5 senhas erradas
    { $name } tentou às { $at }.
power-locked-until = Bloqueado por senhas erradas até as { $at }.
power-not-deleted = Não consegui apagar sua mensagem: apague você.
power-expired = A pergunta venceu. Escreva /disable de novo.
power-cancelled = Certo, não reinicio nada.
power-step-draining = Reiniciando: salvando o que está a caminho
power-step-drained = Feito: campanhas à espera, lote confirmado
power-step-unacked = Feito: { $count } sem confirmar, saem de novo com a mesma mensagem
power-step-closing = Agora: fechar o WhatsApp, salvar, desligar
power-back = De volta em { $seconds } segundos
power-back-tries = Voltei depois de { $tries } tentativas, em { $seconds } segundos
power-back-routine = Reinício de rotina: { $seconds } segundos, tudo em ordem
power-held = Desligado. Não envio nada até /enable
    O que escreverem a você fica guardado.
power-enabled = Ligado. Tudo segue de onde estava.
power-was-on = Já estava ligado.
power-b-cancel = Cancelar
power-b-enable = Ligar

## report
report-column-line = linha
report-column-written = número escrito
report-column-phone = número usado
report-column-state = estado
report-column-reason = motivo
report-column-accepted = aceita
report-column-delivered = entregue
report-column-read = lida
report-state-queued = na fila
report-state-sending = enviando
report-state-accepted = enviada
report-state-delivered = entregue
report-state-read = lida
report-state-failed = falhou
report-state-skipped = ignorada
report-reason-invalid = não é um número válido
report-reason-duplicate = repetido
report-reason-opted-out = saiu da lista
report-reason-not-on-whatsapp = sem WhatsApp
report-reason-cancelled = campanha cancelada
report-reason-refused = o WhatsApp recusou
report-reason-unconfirmed = o WhatsApp nunca confirmou
report-reason-unreachable = nenhum dispositivo disponível
report-reason-address = endereço recusado pelo WhatsApp
report-reason-too-fast = o WhatsApp pediu para ir mais devagar
report-reason-server = erro do WhatsApp
report-reason-lookup = o WhatsApp não conseguiu verificar o número
report-reason-empty = sem número
report-reason-letters = tem letras
report-reason-spreadsheet-damage = o Excel cortou o número
report-reason-too-short = muito curto
report-reason-too-long = muito longo
report-reason-no-country = falta o código de país
report-reason-not-valid = não é um número válido
report-reason-several-numbers = havia vários números
hold-connection = conexão
hold-asleep = dormindo
hold-restart = reinício
hold-disabled = desligado com /disable
hold-reach-out-lock = limite do WhatsApp
hold-new-chat-cap = limite do WhatsApp
hold-daily-cap = limite de hoje
hold-quiet-hours = hora de silêncio
hold-refusals = o WhatsApp recusou várias
hold-upload = subir a foto
hold-disk = espaço em disco
hold-ban = conta suspensa
hold-copy = cópia da instalação

## time
time-under-minute = menos de 1 min
time-minutes = { $minutes } min
time-hours = { $hours } h { $minutes } min
time-days = { $days } d { $hours } h
time-tomorrow = amanhã { $time }
time-in = em { $time }
