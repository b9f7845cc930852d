"""The sentences of chat files and of the open platform's answers: (Chinese, English) by code."""

CHATS = {
    "mapping-needed": (
        "看不出哪一方是客服。说话的人有：{speakers}。请指定客服或买家。",
        "Which side is the agent cannot be told. Speakers: {speakers}. Name the agent or the buyer.",
    ),
    "no-messages": (
        "文件里没有一条聊天消息。请确认导出时选对了买家和日期。",
        "There is not one message in the file. Check the buyer and the dates chosen for the export.",
    ),
    "no-buyer-named": (
        "这份聊天没有写明买家（{found}），无法归到人。",
        "The chat does not say who the buyer is ({found}).",
    ),
    "platform-error-answer": (
        "这是开放平台的报错，里面没有数据：{code} {msg} {sub_code}。请重新获取。",
        "This is an error answer of the open platform, without data: {code} {msg} {sub_code}.",
    ),
    "platform-bad-dates": (
        "开放平台说日期不对（ret {found}），文件里没有数据。聊天记录只能取最近 30 天，每次最多 7 天。",
        "The open platform says the dates are wrong (ret {found}); the file holds no data. Chats reach 30 "
        "days back, 7 days a call.",
    ),
    "platform-foreign-account": (
        "开放平台说这个帐号不属于本店（ret {found}），文件里没有数据。",
        "The open platform says the account is not of this shop (ret {found}); the file holds no data.",
    ),
    "platform-failed": (
        "开放平台出错了（ret {found}），文件里没有数据。请重新获取。",
        "The open platform failed (ret {found}); the file holds no data. Fetch it again.",
    ),
    "platform-unknown-code": (
        "开放平台返回了不认识的代码 {found}，没有读入。请重新获取。",
        "The open platform answered with an unknown code, {found}; nothing was read. Fetch it again.",
    ),
    "empty-answer": ("平台的回答是空的，这段时间没有数据。", "The answer is empty: no data in this period."),
    "no-message-readable": (
        "文件里没有一条消息可以读入。例如第 {line} 条，“{column}”缺失或无效。没有时间的聊天无法使用。",
        "Not one message of the file can be taken. Number {line}, for example: “{column}” is missing or "
        "invalid. Chats without times cannot be used.",
    ),
    "unknown-direction": (
        "“{found}”不是消息方向，应为 {expected}。",
        "“{found}” is no direction of a message; expected {expected}.",
    ),
    "more-pages-follow": (
        "这是分页结果，后面还有订单没有包含在这个文件里。请把其余各页也导入。",
        "This is one page of several: more orders follow that are not in this file. Import the other pages "
        "too.",
    ),
    "no-trades": (
        "文件里没有一笔订单可以读入。例如第 {line} 笔，“{column}”缺失或无效。",
        "Not one trade of the file can be taken. Number {line}, for example: “{column}” is missing or "
        "invalid.",
    ),
    "no-rows": ("文件里没有一行可以读入。", "Not one row of the file can be taken."),
    "no-ids-named": (
        "看不出是哪个客服和哪个买家（{found}）。请指定客服和买家。",
        "Which agent and which buyer cannot be told ({found}). Name the agent and the buyer.",
    ),
    "peers-not-messages": (
        "这是聊天对象名单（{count} 人次），只作对照，不含消息。",
        "This is a list of chat peers ({count} entries): kept for comparison, it holds no messages.",
    ),
    "more-messages-follow": (
        "平台分页返回，后面还有消息没有包含在这个文件里。",
        "The platform answers in pages: more messages follow that are not in this file.",
    ),
    "bad-epoch-time": (
        "“{found}”不是有效的时间戳，这条消息没有读入。",
        "“{found}” is no timestamp; the message was not taken.",
    ),
    "no-agent": ("“{found}”不是客服昵称。", "“{found}” is no agent's nick."),
    "no-message-id": ("“{found}”不是消息编号。", "“{found}” is no message id."),
    "broken-json-line": (
        "这一行不是完整的 JSON（{found}）。请重新导出。",
        "This line is no complete JSON ({found}). Export it again.",
    ),
    "bad-chat-time": (
        "“{found}”不是有效的时间，这条消息没有读入。",
        "“{found}” is not a time; the message was not taken.",
    ),
    "no-speaker": (
        "看不出这条消息是谁说的（{found}）。",
        "Who wrote this message cannot be told ({found}).",
    ),
    "not-a-message": ("“{found}”不是一条消息。", "“{found}” is no message."),
    "no-buyer": ("“{found}”不是买家昵称。", "“{found}” is no buyer's nick."),
    "text-before-header": (
        "第一条“昵称 日期 时间”之前有一段文字（{text}），没有时间，没有读入。复制时请从消息头开始。",
        "Text before the first “nick date time” line ({text}) has no time and was not taken. Begin the copy "
        "at a message's header.",
    ),
    "conversation-not-exported": (
        "这个客户的聊天记录没有导出成功（{found}）。请重新导出。",
        "This customer's conversation was not exported ({found}). Export it again.",
    ),
    "chat-masked-buyer": (
        "有 {count} 位买家的昵称被平台打码（如 {example}），只计接待，不能与订单对应。",
        "{count} buyers have a masked nick (such as {example}): receptions count, orders cannot be matched.",
    ),
    "header-read-as-text": (
        "第 {line} 行“{found}”像消息头，但不是对话中的人，按正文读入。",
        "Line {line}, “{found}”, looks like a message header of nobody in this chat and was read as text.",
    ),
    "conversation-cut": (
        "第 {line} 行买家 {buyer} 的聊天记录被单元格长度截断，后面的消息不在文件里。",
        "Line {line}: the conversation of {buyer} was cut off by the cell; later messages are missing.",
    ),
    "empty-conversations": (
        "有 {count} 个买家没有聊天内容（如 {example}）。",
        "{count} buyers have no messages (such as {example}).",
    ),
}
