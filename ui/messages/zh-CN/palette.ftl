# 命令面板：输入几个字，找到任何操作和对象。
palette-title = 前往任何地方，执行任何操作
palette-button = 搜索
palette-placeholder = 项目、容器或操作…
palette-none = 没有与“{ $typed }”匹配的内容
palette-none-text = 输入名称的一部分（例如容器名），或想做的事：停止、日志、深色。
palette-count = { $count ->
    [0] 没有匹配的内容
   *[other] { $count } 项匹配
  }
palette-more = { $count ->
   *[other] 还有 { $n } 项，请继续输入
  }
palette-keys-move = 选择
palette-keys-do = 执行
palette-keys-close = 关闭
palette-on = 使用中
palette-group-go = 前往
palette-group-projects = 项目
palette-group-containers = 容器
palette-group-settings = 设置
palette-group-more = 更多
palette-go-welcome = 前往项目
palette-go-containers = 前往容器
palette-go-costs = 测量容器的开销
palette-go-settings = 前往设置
palette-open = 打开 { $name }
palette-ship = 一键运行 { $name }
palette-run-settings = 更改 { $name } 的运行方式
palette-log = 查看 { $name } 的日志
palette-start = 启动 { $name }
palette-stop = 停止 { $name }
palette-restart = 重启 { $name }
palette-pause = 暂停 { $name }
palette-unpause = 让 { $name } 继续运行
palette-kill = 强行终止 { $name }
palette-remove = 删除 { $name }
palette-theme-system = 主题：跟随系统
palette-theme-light = 主题：浅色
palette-theme-dark = 主题：深色
palette-language-system = 语言：跟随系统
palette-language-en = 语言：English
palette-language-zh-CN = 语言：中文
palette-mode-beginner = 模式：新手，解释术语
palette-mode-expert = 模式：专家，不作解释
palette-presenter = 下一个演示大小
palette-engine-look = 重新查找引擎
palette-engine-choose = 选择引擎
palette-quit = 退出 Slipway
