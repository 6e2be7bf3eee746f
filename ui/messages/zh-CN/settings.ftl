# 设置界面。
settings-title = 设置
settings-at-once = 更改立即生效
settings-off = 关闭
settings-comma = 、
settings-look = 语言与外观
settings-language = 语言
settings-as-system = 跟随系统
settings-theme = 主题
settings-theme-light = 浅色
settings-theme-dark = 深色
settings-mode = 模式
settings-mode-hint = 新手模式下，带点线的词会说明自己的含义
settings-mode-beginner = 新手
settings-mode-expert = 专家
settings-size = 演示大小
settings-size-hint = 用于投影；随时可按 Ctrl Shift P
settings-engines = 引擎
settings-engines-count = { $count ->
   *[other] 在本机找到 { $count } 个
  }
settings-engines-look = 重新查找
settings-engines-none = 没有找到容器引擎。请安装 Docker 或 Podman，然后重新查找。
settings-engine-ready = 已就绪。
settings-engine-in-use = 使用中
settings-engine-choose = 使用这个
settings-engine-not-supported = 另有 { $endpoint }：尚不支持。
settings-engine-origin-docker_host = 由环境变量 DOCKER_HOST 指定。
settings-engine-origin-context = 来自 Docker 上下文 { $name }。
settings-engine-origin-setting = 在此处选定。
settings-engine-origin-own = 这里只有它的程序：由 Slipway 启动并结束它的服务。
settings-engine-startable = 未启动；使用时由 Slipway 启动
settings-preflight-good = 已就绪：测试容器用 { $time } 跑通。
settings-preflight-not-run = 已就绪，还没有运行过测试容器。
settings-preflight-running = 正在运行测试容器…
settings-preflight-run = 测试
settings-proxy = 模块代理
settings-proxy-note = 用于模块和 Go 工具链
settings-proxy-test = 测试
settings-proxy-testing = 正在询问…
settings-proxy-all = { $ms } 内应答，提供工具链和校验数据库
settings-proxy-no-sums = { $ms } 内应答，提供工具链，但没有校验数据库
settings-proxy-no-toolchains = { $ms } 内应答，提供模块，但没有工具链
settings-proxy-no-answer = 没有应答
settings-proxy-mirrors = 镜像站
settings-proxy-go-default = Go 的默认值
settings-proxy-from-setting = 在此处设置。清空即恢复 Go 的做法。
settings-proxy-from-environment = 来自环境变量 GOPROXY。
settings-proxy-from-go_env = 来自 “go env”。
settings-proxy-from-default = Go 的默认值，没有另行设置。
settings-storage = Slipway 保留的内容
settings-storage-all = 共 { $size }
settings-storage-machine = 在本机
settings-storage-engine = 在 { $engine }
settings-storage-engine-none = 在引擎
settings-storage-engine-away = 现在无法询问引擎。
settings-storage-remove = 删除…
settings-storage-remove-now = 删除 { $size }
settings-storage-removed = 已删除 { $size }。
settings-history-cap = 图表历史记录的最大占用
settings-history-cap-hint = 超出时先删除最旧的；最多保留 14 天
settings-log-cap = 单个容器日志的最大占用
settings-log-cap-hint = 压缩后的大小；超出时先删除最旧的行
settings-logs-cap = 所有容器日志的最大占用
settings-logs-cap-hint = 超出时先删除最久没有写入的日志
storage-toolchains = Go 工具链
  .count = { $count ->
    [0] 没有
   *[other] { $count } 个版本
  }
  .question = 删除 Slipway 的 Go 工具链？
  .means = 只删除 Slipway 下载的工具链，你自己安装的 Go 不受影响。下次构建需要时会重新下载。
storage-caches = 构建与模块缓存
  .count = 空
  .question = 删除构建与模块缓存？
  .means = 不会丢失任何内容，但每个项目的下一次构建会慢一些，并重新下载模块。
storage-history = 构建历史
  .count = { $count ->
    [0] 没有
   *[other] { $count } 次运行
  }
  .question = 删除历史记录？
  .means = Slipway 会忘记以前各次运行的过程。项目、镜像和容器都会保留。
storage-images = 镜像
  .count = { $count ->
    [0] 没有
   *[other] { $count } 个镜像
  }
  .question = 删除 Slipway 的镜像？
  .means = 从引擎中删除由 Slipway 构建且没有容器使用的镜像，再次运行时会重新构建。其他镜像不受影响。
storage-containers = 容器
  .count = { $count ->
    [0] 没有
   *[other] { $count } 个容器
  }
  .question = 删除 Slipway 已停止的容器？
  .means = 删除由 Slipway 创建且没有在运行的容器，连同写在里面的内容。正在运行的和别人的容器不受影响。
settings-background = 后台运行
settings-keep-running = 关闭窗口后继续运行
settings-keep-running-hint = Slipway 会继续观察你的容器；从它的图标或按 Ctrl Q 退出
settings-diagnostics = 诊断
settings-diagnostics-about = Slipway { $version } · { $os }
settings-diagnostics-log = 最近几天的日志共 { $size }，位于
settings-diagnostics-copy = 复制诊断信息
settings-diagnostics-open = 打开日志文件夹
settings-diagnostics-secrets = 不含机密
settings-diagnostics-copied = 诊断信息已复制到剪贴板。
