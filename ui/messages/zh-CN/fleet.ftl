# 容器列表、单个容器的页面，以及可以对容器做的事。
fleet-title = 容器
fleet-counts = { $up } 个运行 · { $down } 个停止
fleet-filter = 按名称、镜像、端口筛选
fleet-filter-clear = 显示全部
fleet-no-match = 没有容器符合“{ $filter }”
fleet-no-match-text = { $count ->
   *[other] 一共有 { $count } 个容器。筛选会查看名称、镜像、项目和端口。
  }
fleet-empty = 还没有容器
fleet-empty-text = 容器是一个正在运行的程序，它有自己的文件和网络，与机器的其他部分隔开。运行一个项目，或者在终端里启动一个：引擎里的所有容器都会出现在这里。
fleet-empty-go = 打开项目
fleet-empty-command = 或者在终端里运行：
fleet-connecting = 正在寻找引擎…
fleet-lost = 列表显示的是断开前的情况，你的容器很可能仍在运行。
fleet-column-state = 状态
fleet-column-name = 名称
fleet-column-image = 镜像
fleet-column-ports = 端口
fleet-column-cpu = CPU（核）
fleet-column-now = 现在
fleet-column-memory = 内存（MiB）
fleet-column-since = 时长
fleet-column-actions = 操作
fleet-column-network = 网络/秒
fleet-column-disk = 磁盘/秒
fleet-column-waited = 限流
fleet-column-processes = 进程数
fleet-column-restarts = 重启次数
fleet-column-more = 这一列显示什么
fleet-sort-by = 按“{ $what }”排序
fleet-choose-all = 选中显示的全部容器
fleet-choose = 选中 { $name }
fleet-choose-group = 选中 { $name } 的全部容器
fleet-group = 分组方式
fleet-group-none = 不分组
fleet-group-project = 按项目分组
fleet-group-compose = 按 compose 项目分组
fleet-group-network = 按网络分组
fleet-group-none-project = 不属于任何项目
fleet-group-none-compose = 不属于任何 compose 项目
fleet-group-none-network = 没有网络
fleet-group-count = { $count ->
   *[other] { $count } 个容器
  }
fleet-group-sums = { $cores } 核 · { $memory }
fleet-near-memory = { $limit } 已用 { $share }
fleet-near-waits = { $share } 的时间在等待
fleet-near-cpu = { $limit } CPU 已用 { $share }
bulk-title = 对选中的容器做什么
bulk-count = { $count ->
   *[other] 已选中 { $count } 个
  }
bulk-clear = 取消选择
bulk-compare = 对比
bulk-logs = 合并日志
bulk-start-question = { $count ->
   *[other] 启动这 { $count } 个容器？
  }
bulk-stop-question = { $count ->
   *[other] 停止这 { $count } 个容器？
  }
bulk-restart-question = { $count ->
   *[other] 重启这 { $count } 个容器？
  }
bulk-remove-question = { $count ->
   *[other] 删除这 { $count } 个容器？
  }
bulk-start-now = 启动 { $count } 个
bulk-stop-now = 停止 { $count } 个
bulk-restart-now = 重启 { $count } 个
bulk-remove-now = 删除 { $count } 个
bulk-start-done = { $count ->
   *[other] 已启动 { $count } 个容器。
  }
bulk-stop-done = { $count ->
   *[other] 已停止 { $count } 个容器。
  }
bulk-restart-done = { $count ->
   *[other] 已重启 { $count } 个容器。
  }
bulk-remove-done = { $count ->
   *[other] 已删除 { $count } 个容器。
  }
bulk-remove-running = 仍在运行的会先被结束。
bulk-foreign = { $count ->
   *[other] 其中 { $count } 个不是 Slipway 的：由别人或别的程序启动，可能还需要。
  }
gone-title = 已删除，仍有记录
gone-ended = { $when }结束
gone-chip = 已删除
gone-text = 这个容器已被删除。它的记录保留 14 天；已经没有可以启动或停止的东西。
recorded-title = 以前的记录
recorded-chip = 记录
recorded-seen = 最后看到：{ $when }
recorded-text = 现在无法向引擎询问这个容器。这里是它的记录，以及保留下来的日志；引擎恢复应答后，本页会自动继续。
gone-delete = 删除这份记录
  .question = 要删除 { $name } 的记录吗？
  .means = 它的图表、标记和你写的备注会被彻底删除，列表中也不再显示它。镜像和其他记录不受影响。
self-cost = Slipway 自身：一个核的 { $cpu } · { $memory } · 历史记录 { $history }
fleet-tile-cpu = 容器 CPU
fleet-tile-cpu-cores = { $cores ->
   *[other] 共 { $cores } 核
  }
fleet-tile-cpu-host = { $cores ->
   *[other] 共 { $cores } 核 · 主机 { $host }
  }
fleet-tile-memory = 容器内存
fleet-tile-memory-of = { $unit } / { $total }
fleet-tile-near = 接近上限
fleet-tile-near-none = 没有
fleet-tile-need = 需要处理
fleet-tile-need-none = 一切正常
fleet-list-comma = 、
fleet-state-running = 运行中
fleet-state-unhealthy = 不健康
fleet-state-paused = 已暂停
fleet-state-restarting = 重启中 ×{ $count }
fleet-state-removing = 正在删除
fleet-state-created = 已创建
fleet-state-out-of-memory = 内存不足
fleet-state-finished = 已完成
fleet-state-stopped = 已停止
fleet-state-exited = 退出码 { $code }
fleet-state-dead = 已失效
fleet-up-seconds = { $n } 秒
fleet-up-minutes = { $n } 分
fleet-up-hours = { $n } 时
fleet-up-days = { $n } 天
fleet-no-ports = 没有端口
fleet-port-link = 打开 { $url }（容器内端口 { $inside }）
fleet-port-open = 打开 { $url }（容器内端口 { $inside }）。其他机器也能访问。
fleet-port-published = 容器内端口 { $inside }，发布为 { $port }（{ $protocol }）
fleet-port-inside = 端口 { $inside }（{ $protocol }）没有发布：只有其他容器能访问
fleet-ours = 由 Slipway 运行，项目 { $project }
fleet-menu = 对 { $name } 的操作
fleet-removed = 已删除 { $name }。
act-start = 启动
  .hint = 再次运行同一个容器，它写过的内容都还在。
  .means = 它会带着之前写下的文件再次运行。
  .question = 启动 { $name }？
act-stop = 停止
  .hint = 请程序结束；10 秒后仍未结束就强行终止。
  .means = 先请程序结束（SIGTERM），10 秒后仍未结束就强行终止。文件会保留，可以再次启动。
  .question = 停止 { $name }？
act-restart = 重启
  .hint = 先停止，再启动。
  .means = 先请程序结束，然后再次启动。文件会保留。
  .question = 重启 { $name }？
act-pause = 暂停
  .hint = 就地冻结：保留内存，但不回应任何请求。
  .means = 它会就地冻结，直到你让它继续。内存会保留，但不回应任何请求。
  .question = 暂停 { $name }？
act-unpause = 继续
  .hint = 从冻结的地方继续运行。
  .means = 它会从冻结的地方继续运行。
  .question = 让 { $name } 继续运行？
act-kill = 强行终止
  .hint = 立刻结束，来不及做完手头的事。
  .means = 程序会立刻结束（SIGKILL），来不及做完手头的事：进行中的请求和未保存的数据会丢失。文件会保留。
  .question = 强行终止 { $name }？
act-remove = 删除
  .hint = 删除容器以及它在里面写下的内容。
  .means = 容器会被删除，连同写在里面的一切和它的匿名卷。镜像和命名卷会保留。此操作无法撤销。
  .question = 删除 { $name }？
act-remove-running = 它仍在运行，会先被终止。
act-foreign = 这个容器不是 Slipway 的：由别人或别的程序启动，可能还有用。
act-foreign-compose = 这个容器不是 Slipway 的：它属于 compose 项目 { $project }，那边可能还需要它。
container-crumbs = 当前位置
container-gone = 这个容器已经不在了
container-gone-text = 它已被删除，可能是在这里，也可能是在别处。
container-gone-back = 返回全部容器
container-since-start = { $when }启动
container-since-end = { $when }结束
container-project = 项目
container-facts = 详情
container-facts-command = 命令
container-facts-image = 镜像
container-facts-id = 容器
container-facts-user = 用户
container-facts-user-root = root（未设置）
container-facts-restart = 自动重启
container-facts-restart-no = 从不
container-facts-restart-on-failure = 失败时
container-facts-restart-unless-stopped = 总是，除非被停止
container-facts-restart-always = 总是
container-facts-restarts = { $count ->
   *[other] 至今 { $count } 次
  }
container-facts-env = 环境变量
container-facts-env-count = { $count ->
   *[other] { $count } 个变量
  }
container-facts-env-hidden = 已隐藏：看起来是机密
container-facts-env-none = 没有变量。
container-facts-labels = 标签
container-facts-labels-count = { $count ->
   *[other] { $count } 个标签
  }
container-facts-labels-none = 没有标签。
verdict-question = 为什么停止了？
verdict-exit-code = 退出码
verdict-memory = 内存不足
verdict-memory-yes = 是（引擎报告）
verdict-memory-no = 否
verdict-ended = 结束时间
verdict-ran = 运行时长
verdict-last-lines = 最后几行输出
verdict-no-lines = 它没有输出任何内容。
verdict-panic = panic 位于 { $place }
