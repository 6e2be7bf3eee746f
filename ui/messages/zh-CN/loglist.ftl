# 单个容器的日志。
loglist-title = 日志
loglist-pause = 暂停
loglist-follow = 跟随
loglist-new = { $count ->
    [0] 到末尾
   *[other] { $n } 行新日志
  }
loglist-skipped = { $count ->
   *[other] 跳过了 { $n } 行
  }
loglist-skipped-why = 它们让位给了更新的行，或者磁盘没有空间。可以保留多少，见“设置”。
loglist-count-looking = 目前 { $shown } 行，已查看 { $n } 行
loglist-none = 保留的日志中没有这样的行
loglist-options = 查找方式
loglist-match-case = 区分大小写
loglist-regex = 按正则表达式查找
loglist-stream = 哪个输出流
loglist-stream-both = 两个输出流
loglist-gap-rotated = 这里缺少一些行
loglist-gap-rotated-why = 在 Slipway 读取之前，引擎已经丢弃了它们：它为这个容器保存的日志有大小上限（max-size），或者容器在写得太快、来不及读时被删除了。
loglist-gap-not_kept = 没有谁保留这个容器的输出
loglist-gap-not_kept-why = 它的日志驱动只转发、不回读。用 json-file 或 local 驱动运行它，就能在这里看到输出。
loglist-cut = 已截断：这一行超过 64 kB
loglist-more = 还有 { $n } 个字符，复制时会包含
loglist-stderr = err
loglist-stderr-long = 标准错误
loglist-ended = 容器已结束，以上是全部日志。
loglist-empty = 这个容器还没有输出
loglist-empty-text = 程序写到标准输出和标准错误的内容会逐行显示在这里。
loglist-empty-ended = 这个容器没有任何输出
loglist-empty-ended-text = 它的标准输出和标准错误都是空的。
loglist-filter = 只看包含此文字的行
loglist-no-match = 保留的日志中没有“{ $filter }”
loglist-count = { $count ->
   *[other] { $n } 行
  }
loglist-count-filtered = { $n } 行中的 { $shown } 行
loglist-kept = 这里保留最新的 { $n } 行
loglist-copy = 复制全部
loglist-copied = { $count ->
   *[other] 已复制 { $n } 行
  }
loglist-keys = 方向键和翻页键滚动，Home 和 End 到第一行和最新一行，F8 和 Shift F8 到下一个和上一个错误，Ctrl A、Ctrl C 复制。
loglist-input = 给程序输入一行
loglist-send = 发送
loglist-level-any = 所有级别
loglist-level = ≥ { $level }
loglist-level-which = 最低级别
loglist-only = 只看匹配
loglist-only-why = 隐藏不匹配的行
loglist-before = 上一个匹配（Shift Enter）
loglist-after = 下一个匹配（Enter）
loglist-at = 第 { $n } 个，共 { $of } 个
loglist-matches = { $count ->
   *[other] { $n } 个匹配
  }
loglist-field = { $key }：{ $value }。点击只看带有此值的行。
loglist-field-drop = 不再按 { $key } 筛选
loglist-parts = { $count ->
   *[other] 共 { $n } 行
  }
loglist-in = 位于
loglist-rate = 行数
loglist-rate-sum = { $lines } 行，{ $errors } 个错误
loglist-rate-here = { $time } · { $lines } 行 · { $errors } 个错误
loglist-rate-most = { $n }/秒
loglist-rate-press = 图表时间范围内每秒的行数。点击跳到那一刻。
loglist-clock = 时间的显示方式
loglist-clock-local = 本地时间
loglist-clock-utc = UTC
loglist-clock-ago = 距今
loglist-clock-delta = 间隔
loglist-go = 时间或行号
loglist-go-how = 例如 14:05:30，或 2026-11-26 14:05；或者行号
loglist-errors = 错误
loglist-error-before = 上一个错误（Shift F8）
loglist-error-after = 下一个错误（F8）
loglist-errors-none = 没有
loglist-errors-none-before = 前面没有了
loglist-errors-none-after = 后面没有了
loglist-keep = 持续保留
loglist-keep-why = 没人查看时也保留这个容器的日志，就像 Slipway 对自己运行的容器那样
loglist-map = { $n } 个匹配在整个日志中的位置。点击跳到那里。
loglist-note = 第 { $n } 行。把它记在图表的时间轴上
loglist-noted = 已记在时间轴上。点击那里的标记可以回到这一行。
loglist-saved = 已保存的筛选
loglist-saved-none = 还没有。先筛选，再在这里命名保存。
loglist-saved-name = 筛选的名称
loglist-saved-save = 保存
loglist-saved-drop = 删除筛选 { $name }
loglist-chart = 为数值画图
loglist-numbers-none = 这段时间内没有
loglist-numbers-sum = 平均 { $avg } · 最大 { $max }
loglist-numbers-press = 图表时间范围内的 { $field }。点击跳到那一刻。
loglist-numbers-cut = 只读取此范围内最新的 200,000 行。
loglist-raw = 原文
loglist-raw-why = 按程序写出的样子显示结构化日志
loglist-export-text = 文本
  .hint = 当前显示的行，保持原样
loglist-export-times = 带时间的文本
  .hint = 同上，每行前加上 UTC 时间
loglist-export-json = JSON Lines
  .hint = 每行一个对象：时间、流、级别、文本
loglist-sources = 哪些容器
loglist-source-only = 只看 { $name } 写的
loglist-several =
    { $count ->
       *[other] { $count } 个容器的日志，合为一份
    }
loglist-several-none = 没有选择容器
loglist-wrap = 换行
loglist-wrap-why = 过长的行在下方接着显示，而不是向右
loglist-range = 图表的时间段
loglist-range-why = 只显示图表所示时间内写下的行
loglist-stretch = 在图表中显示
loglist-stretch-why = 图表显示所选各行的时间段
loglist-live = 回到现在
loglist-live-why = 图表重新显示最新的数据
loglist-columns =
    { $count ->
        [0] 列
       *[other] 列（{ $count }）
    }
loglist-columns-which = 哪些字段单独成列
loglist-column-less = { $key }：去掉此列
loglist-requests = 请求
loglist-requests-why = 在图表所示时间内服务器收到的请求，按路径汇总
loglist-requests-path = 路径
loglist-requests-count = 请求数
loglist-requests-p50 = 一半的请求不超过此耗时
loglist-requests-p95 = 每 100 个请求中有 95 个不超过此耗时
loglist-requests-pick = 显示含有 { $path } 的行
loglist-requests-others =
    { $count ->
       *[other] 另有 { $n } 个请求发往其他路径
    }
loglist-requests-cut = 行数太多，只统计了最新的。
loglist-requests-none = 这段时间内没有与请求有关的行。
loglist-flood = 它每秒写 { $n } 行。为了不拖慢它，暂时略过约 { $out } 行，等这阵过去再读回。
loglist-flood-back = 正在读回略过的行：约 { $out } 行中的 { $n } 行
