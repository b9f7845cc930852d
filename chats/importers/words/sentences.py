"""Why a file or row was not taken, and what to know of one that was: (Chinese, English) by code."""

FILES = {
    "empty-file": (
        "文件是空的。请重新导出后再上传。",
        "The file is empty. Export it again and upload the new one.",
    ),
    "unknown-encoding": (
        "认不出文件的文字编码。请在 Excel 中另存为“CSV UTF-8”后再上传。",
        "The text encoding is not known. Save the file in Excel as “CSV UTF-8” and upload that.",
    ),
    "broken-archive": (
        "压缩包不完整或已损坏，无法读取。请重新下载或重新压缩。",
        "The zip archive is damaged or cut off. Download it again or pack it anew.",
    ),
    "empty-archive": ("压缩包里没有文件。", "There is no file in the zip archive."),
    "encrypted-archive": (
        "文件有密码保护，无法读取。请去掉密码后再上传。",
        "The file is protected by a password. Upload it without one.",
    ),
    "nested-archive": (
        "压缩包套了太多层。请解压后直接上传里面的文件。",
        "Archives are nested too deeply. Unpack them and upload the files themselves.",
    ),
    "archive-too-many": (
        "压缩包里有 {found} 个文件，最多允许 {limit} 个。请分几次上传。",
        "The archive holds {found} files; at most {limit} are allowed. Upload it in parts.",
    ),
    "archive-too-large": (
        "压缩包解开后有 {found} MB，最多允许 {limit} MB。请分几次上传。",
        "The archive holds {found} MB unpacked; at most {limit} MB are allowed. Upload it in parts.",
    ),
    "archive-too-dense": (
        "压缩率异常（{found} 倍，最多 {limit} 倍），不像正常的导出文件，已拒绝。",
        "The content is packed {found} times smaller (at most {limit} is usual): not an export, so not read.",
    ),
    "sheet-too-large": (
        "工作表占 {rows} 行 × {columns} 列，超过可读的 {limit} 个单元格。"
        "请删掉多余的行列，或直接上传平台导出的原文件。",
        "The sheet spans {rows} rows × {columns} columns; at most {limit} cells can be read. Delete what "
        "lies outside the table, or upload the file as the platform exported it.",
    ),
    "too-many-columns": (
        "表格超过 {limit} 列。请上传平台导出的原文件。",
        "The table has more than {limit} columns. Upload the file as the platform exported it.",
    ),
    "compressed-otherwise": (
        "文件是 {kind} 压缩包，这里只读 .zip。请解压后上传，或重新压缩为 .zip。",
        "The file is packed as {kind}; only .zip is read. Unpack it, or pack it anew as .zip.",
    ),
    "office-document": (
        "这是 Word、演示或 ODS 之类的办公文档，不是 Excel 表格。请另存为 .xlsx 或 CSV。",
        "This is an office document (Word, slides, ODS), not an Excel workbook. Save it as .xlsx or CSV.",
    ),
    "broken-spreadsheet": (
        "表格文件不完整、已损坏或有密码，无法打开。请重新导出。",
        "The workbook is damaged, cut off or protected by a password. Export it again.",
    ),
    "broken-json": (
        "JSON 内容不完整（第 {line} 行附近）。请重新导出。",
        "The JSON is cut off or malformed (near line {line}). Export it again.",
    ),
    "broken-xml": (
        "XML 内容不完整（第 {line} 行附近）。请重新导出。",
        "The XML is cut off or malformed (near line {line}). Export it again.",
    ),
    "unsafe-xml": (
        "XML 中含有实体定义，出于安全原因不读取。",
        "The XML defines entities; for safety such a file is not read.",
    ),
    "cell-too-long": (
        "第 {line} 行有一个单元格超过 {limit} 个字，多半是引号没有配对。请检查这一行。",
        "A cell in line {line} is longer than {limit} characters, most likely a quote that is never closed.",
    ),
    "missing-column": (
        "缺少“{missing}”列。文件里有：{columns}。",
        "The column “{missing}” is missing. Found: {columns}.",
    ),
    "broken-ids": (
        "第 {line} 行“{column}”是 {found}：编号被 Excel 改成了科学计数法，后几位已丢失，不同订单会混在一起。"
        "请上传平台导出的原始文件，不要用 Excel 另存。",
        "Line {line}, “{column}”: {found}. A spreadsheet rounded the numbers, so several orders would become "
        "one. Upload the file as the platform exported it, not saved again by Excel.",
    ),
    "unknown-columns": (
        "没认出这张表。最接近“{kind}”，还缺：{missing}。文件里有：{columns}。",
        "This table was not recognised. Nearest: “{kind}”, which also needs: {missing}. Found: {columns}.",
    ),
    "unknown-table": (
        "没认出这张表，没有一列是我们认识的。文件里有：{columns}。请使用导入页上的模板。",
        "This table was not recognised: none of its columns is known. Found: {columns}. "
        "Use a template from the import page.",
    ),
    "unknown-format": (
        "没认出这个 {container} 文件，不是任何支持的导出格式。",
        "This {container} file was not recognised as any export that can be read.",
    ),
    "no-header": (
        "第 {line} 行是数据，表头不见了，无法知道每一列是什么。请补上表头，或使用导入页上的模板。",
        "Line {line} is data: the header is missing, so what each column means is not known. Add the header, "
        "or use a template from the import page.",
    ),
    "unknown-text": (
        "这是一段普通文字（如说明文档），不是聊天记录或表格。"
        "聊天记录每条消息前要有“昵称 日期 时间”一行，或使用聊天模板。",
        "This is plain text (such as a note or a README), neither chats nor a table. A chat copy has a line "
        "“nick date time” before each message; or use the chats template.",
    ),
    "no-times": (
        "这份对话没有时间，无法判断接待和归属。请提供带时间的聊天记录，或使用聊天模板。",
        "These dialogues carry no times, so nothing can be attributed. Bring chats with times, or use the "
        "chats template.",
    ),
    "web-page": (
        "这是一个网页（HTML），不是导出文件。请在网页上使用导出或下载功能。",
        "This is a web page (HTML), not an export. Use the page's export or download instead.",
    ),
    "wangwang-classic": (
        "这像旧版旺旺客户端的聊天文本，格式没有可靠样本，暂不读取，以免读错。请从千牛复制聊天窗口，或使用聊天模板。",
        "This looks like a chat text of the classic Wangwang client, whose layout is not confirmed, so it is "
        "not read. Copy the chat from the Qianniu window, or use the chats template.",
    ),
    "satisfaction-scores": (
        "这是满意度评价。新旧两种评分（1～4 与 0～4）含义不同，文件里分不清，所以不读取。",
        "These are satisfaction scores. The old scale (1–4) and the new one (0–4) give the same number "
        "different meanings and the file does not say which it is, so it is not read.",
    ),
    "performance-report": (
        "这是客服绩效报表（如赤兔），已经是统计结果。请上传聊天记录和订单，由本系统计算。",
        "This is a report of agents' figures (such as Chitu): results, not data. Upload chats and orders; "
        "the figures are computed from them.",
    ),
    "platform-1688": (
        "这是 1688 的订单。本系统只认淘宝/天猫的订单，1688 的买家与聊天对不上。",
        "These are 1688 orders. Only Taobao/Tmall orders can be matched with the chats.",
    ),
    "platform-jd": (
        "这是京东的订单。本系统只认淘宝/天猫的订单，京东帐号与旺旺聊天对不上。",
        "These are JD orders. Only Taobao/Tmall orders can be matched with the chats.",
    ),
    "platform-pinduoduo": (
        "这是拼多多的订单，里面没有买家，无法与聊天对应。本系统只认淘宝/天猫的订单。",
        "These are Pinduoduo orders: they name no buyer, so no chat can be matched. Only Taobao/Tmall orders "
        "can be read.",
    ),
    "date-not-in-name": (
        "文件名“{found}”里没有日期，而表里也没有。请保留平台下载时的文件名（如 …2026-09-26.xls）。",
        "The file name “{found}” has no date, and neither has the sheet. Keep the name given by the platform "
        "(such as …2026-09-26.xls).",
    ),
}
ROWS = {
    "missing-value": ("这一格是空的，必须填写。", "The cell is empty; a value is required."),
    "missing-buyer": (
        "买家昵称和 OpenUID 都是空的，至少要有一个。",
        "Neither the buyer's nick nor the open uid is given; one of them is required.",
    ),
    "bad-direction": (
        "“{found}”不是方向。请填 in 或 out（买家 或 客服）。",
        "“{found}” is no direction. Write in or out (买家 or 客服).",
    ),
    "bad-kind": (
        "“{found}”不是消息类型。请填 文字、图片、卡片、自动、系统，或留空。",
        "“{found}” is no kind of message. Write text, image, card, auto, system, or leave it empty.",
    ),
    "bad-agent-kind": (
        "“{found}”不是客服类型。请填 human（人工）或 robot（机器人）。",
        "“{found}” is no kind of agent. Write human or robot.",
    ),
    "bad-time": (
        "“{found}”不是有效的时间。请写成 2026-05-09 10:02:00。",
        "“{found}” is not a time. Write it like 2026-05-09 10:02:00.",
    ),
    "bad-date": (
        "“{found}”不是有效的日期。请写成 2026-05-09。",
        "“{found}” is not a date. Write it like 2026-05-09.",
    ),
    "bad-amount": (
        "“{found}”不是金额。请写成 59.00 这样的元。",
        "“{found}” is not an amount. Write it in yuan, like 59.00.",
    ),
    "not-whole-fen": (
        "“{found}”不足一分的部分无法入账。金额最多两位小数。",
        "“{found}” has parts of a fen. Amounts have at most two decimals.",
    ),
    "bad-count": (
        "“{found}”不是整数。请填 0 或更大的整数。",
        "“{found}” is no whole number. Write 0 or more.",
    ),
    "bad-order-no": (
        "“{found}”不是订单编号。订单编号由数字或字母组成，最多 64 位。",
        "“{found}” is no order number. It has digits or letters, at most 64.",
    ),
    "missing-amount": (
        "这一行没有任何金额（总金额、买家应付货款或买家实际支付金额）。",
        "The row has no amount at all (总金额, 买家应付货款 or 买家实际支付金额).",
    ),
    "paid-before-created": (
        "付款时间 {paid} 早于下单时间 {created}。请核对这两列。",
        "Paid at {paid}, before the order was created at {created}. Check both columns.",
    ),
    "order-incomplete": (
        "同一订单的第 {line} 行没有读入，为免金额不完整，整个订单都没有读入。"
        "请先改好那一行，再连同本行一起上传。",
        "Line {line} of the same order was refused; to keep the amount whole the order was not taken at all. "
        "Mend that line and upload it together with this one.",
    ),
    "too-many-cells": (
        "这一行有 {found} 格，表头只有 {expected} 格：内容里的逗号可能没有加引号。",
        "The row has {found} cells, the header {expected}: a comma inside a cell may lack its quotes.",
    ),
    "too-long": ("“{found}”太长，最多 {limit} 个字。", "“{found}” is too long; at most {limit} characters."),
    "bounced-over-visitors": (
        "跳失人数 {found} 大于访客数 {visitors}。",
        "{found} bounced visitors are more than the {visitors} visitors.",
    ),
    "ends-before-start": (
        "离职日期 {found} 早于入职日期 {start}。",
        "The last day {found} lies before the first day {start}.",
    ),
}
NOTICES = {
    "no-buyer-column": (
        "文件里没有买家，这些订单无法与聊天对应，会记为“无法关联”。",
        "The file names no buyers: these orders cannot be matched with chats and count as unlinked.",
    ),
    "no-status-column": ("文件里没有订单状态列。", "The file has no order status column."),
    "sheets-not-read": (
        "只读了工作表“{read}”。还有同样的工作表没有读：{found}。请另存为单独的文件再导入。",
        "Only the sheet “{read}” was read. Others of the same form were not: {found}. Save each as a file of "
        "its own and import it.",
    ),
    "masked-nicks": (
        "有 {count} 个订单的买家昵称被平台打码（带 *），无法与聊天对应，会记为“无法关联”。",
        "{count} orders have a masked buyer nick (with *): they cannot be matched and count as unlinked.",
    ),
    "unknown-statuses": (
        "有不认识的订单状态，已原样保留：{found}。",
        "Order statuses that are not known were kept as they are: {found}.",
    ),
    "several-shops": (
        "文件里有多家店铺的订单：{found}。请确认都属于本店。",
        "The file holds orders of several shops: {found}. Make sure they all belong to this one.",
    ),
    "deposit-counts-as-paid": (
        "有 {count} 个预售订单只付了定金（有付款时间，状态仍是等待买家付款），按已付款、以实付金额计入；"
        "尾款付清后请再次导入。",
        "{count} pre-sale orders have only their deposit paid. They have a payment time, so they count as "
        "paid with the amount received; import them again once the balance is paid.",
    ),
    "unknown-flags": (
        "有 {count} 个订单的旗帜颜色不认识，按没有旗帜处理。",
        "{count} orders have a flag of an unknown colour; they count as not flagged.",
    ),
}
