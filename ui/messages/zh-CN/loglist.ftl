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
loglist-no-stream = 那里没有输出
loglist-options = 查找方式
loglist-match-case = 区分大小写
loglist-regex = 按正则表达式查找
loglist-stream = 哪个输出流
loglist-stream-both = 两个输出流
loglist-gap-rotated = 这里缺少一些行
loglist-gap-rotated-why = 在 Slipway 读取之前，引擎已经丢弃了它们：它为这个容器保存的日志有大小上限（max-size）。
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
loglist-keys = 方向键和翻页键滚动，Home 和 End 到第一行和最新一行，Ctrl A、Ctrl C 复制。
loglist-input = 给程序输入一行
loglist-send = 发送
