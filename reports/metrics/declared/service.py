"""Service figures: how buyers are answered (D3, D4), booked on the day of the reception."""

from functools import partial

from reports.metrics.metric import HIGH, LOW, RECEPTION_DAY, Metric

_service = partial(Metric, clock=RECEPTION_DAY)

SERVICE = (
    _service(
        *("receptions", "接待量", "Receptions", "receptions", "", "count", "D3.2"),
        zh_help="一个买家、一个客服、一个业务日算一次接待，被过滤的不算。",
        en_help="One buyer, one agent, one business day; filtered ones do not count.",
    ),
    _service(
        *("outreach", "主动联系", "Outreach", "outreach", "", "count", "D3.3"),
        zh_help="客服发了消息而买家当天没有说话，不算接待。",
        en_help="The agent wrote and the buyer said nothing that day; these are no receptions.",
    ),
    _service(
        *("reply_rate", "回复率", "Reply rate", "replied", "receptions", "rate", "D4.4"),
        zh_help="有人工回复的接待占比，自动回复和机器人不算回复。",
        en_help="Receptions in which a person answered; automatic replies and robots do not count.",
        better=HIGH,
    ),
    _service(
        *("first_response_seconds", "首次响应时间", "First response"),
        *("first_response_seconds_sum", "replied", "duration", "D4.2"),
        zh_help="从买家第一句话到第一条人工回复的平均时间，未回复的接待不计入。",
        en_help="Mean wait from the buyer's first words to a person's first answer, where there was one.",
        better=LOW,
    ),
    _service(
        *("first_response_median", "首次响应中位数", "First response, median", "", "", "duration", "D4.7"),
        zh_help="一半接待的首次响应不超过这个时间，直接从每次接待得出。",
        en_help="Half of the answered receptions were answered within this time.",
        better=LOW,
        source="receptions",
    ),
    _service(
        *(
            "first_response_p90",
            "首次响应90分位",
            "First response, 90th percentile",
            "",
            "",
            "duration",
            "D4.7",
        ),
        zh_help="九成接待的首次响应不超过这个时间。",
        en_help="Nine of ten answered receptions were answered within this time.",
        better=LOW,
        source="receptions",
    ),
    _service(
        *("first_response_within_target_rate", "首响达标率", "First response on target"),
        *("first_response_within_target", "receptions", "rate", "D4.5"),
        zh_help="首次响应不超过目标时间（默认10秒）的接待占全部接待的比例。",
        en_help="Receptions answered within the target (10 s unless the shop says otherwise).",
        better=HIGH,
    ),
    _service(
        *("average_response_seconds", "平均响应时间", "Average response"),
        *("wait_seconds", "answered_rounds", "duration", "D4.3"),
        zh_help="每个已回答回合的平均等待时间。",
        en_help="Mean wait over the answered rounds: a round is a question until its answer.",
        better=LOW,
    ),
    _service(
        *("rounds", "回合数", "Rounds", "rounds", "", "count", "D4.3"),
        zh_help="买家开口到客服回答为一个回合。",
        en_help="A round opens with the buyer's words and closes with the agent's answer.",
    ),
    _service(
        *(
            "unanswered_rounds",
            "未答回合",
            "Unanswered rounds",
            "rounds - answered_rounds",
            "",
            "count",
            "D4.3",
        ),
        zh_help="到接待结束仍没有人工回答的回合。",
        en_help="Rounds still open when the reception ended.",
        better=LOW,
    ),
    _service(
        *("within_3min_rate", "3分钟响应率", "Answered within 3 minutes"),
        *("within_3min_rounds", "service_rounds", "rate", "D4.5"),
        zh_help="服务时段内开始的回合中，180秒内回答的比例。",
        en_help="Of the rounds opened in service hours, those answered within 180 s.",
        better=HIGH,
    ),
    _service(
        *("platform_response_seconds", "平台口径响应", "Response as the platform counts"),
        *("platform_wait_seconds", "service_rounds", "duration", "D4.5"),
        zh_help="服务时段内回合的平均等待，每回合最多计600秒，未答计600秒。",
        en_help="Mean wait of rounds in service hours, each at most 600 s, unanswered ones 600 s.",
        better=LOW,
    ),
    _service(
        *("slow_response_rounds", "慢响应回合", "Slow rounds", "slow_response_rounds", "", "count", "D4.6"),
        zh_help="等待超过慢响应时限（默认100秒）的已答回合。",
        en_help="Answered rounds with a wait above the limit (100 s unless the shop says otherwise).",
        better=LOW,
    ),
    _service(
        *("long_receptions", "长接待", "Long receptions", "long_receptions", "", "count", "D4.6"),
        zh_help="有一段连续对话超过时限（默认30分钟）的接待。",
        en_help="Receptions with a talk longer than the limit (30 min unless the shop says otherwise).",
    ),
    _service(
        *("buyer_messages", "买家消息", "Buyer messages", "buyer_messages", "", "count", "D2.3"),
        zh_help="买家发来的文字、图片和卡片。",
        en_help="Texts, images and cards from buyers.",
    ),
    _service(
        *("human_messages", "人工消息", "Human messages", "human_messages", "", "count", "D2.3"),
        zh_help="客服本人发出的文字、图片和卡片。",
        en_help="Texts, images and cards that agents sent themselves.",
    ),
    _service(
        *(
            "qa_ratio",
            "答问比",
            "Answers per question",
            "human_messages",
            "buyer_messages",
            "decimal",
            "D4.6",
        ),
        zh_help="人工消息数除以买家消息数。",
        en_help="Human messages for each buyer message.",
    ),
    _service(
        *("agent_chars", "客服字数", "Characters written", "agent_chars", "", "count", "D4.6"),
        zh_help="人工消息的总字数。",
        en_help="Characters in human messages.",
    ),
    _service(
        *("peak_concurrency", "最大同时接待", "Most at once", "peak_concurrency", "", "count", "D4.6"),
        zh_help="同一时刻进行中的对话最多有几个；多天取最大的一天。",
        en_help="The most talks open in one instant; over several days the largest day.",
    ),
)
