# 等效命令：界面底部的一行命令。
command-same = 等效命令
command-no-docker-build = Docker 没有对应的命令：镜像由 Slipway 自己制作。
command-written = 把这个 Dockerfile 存进文件夹后，docker build 也能做同样的事。
command-no-docker-read = Docker 没有对应的命令：它不会读取 Go 代码。
command-no-program = 确定要运行哪个程序之后，这里会显示命令。
command-secrets = 只写 -e 名称 时，值取自你的终端，机密不会出现在命令里。
command-more = { $count ->
   *[other] 还有 { $count } 行
  }
command-less = 只显示两行
command-list = 指向某个操作，或移到某一行，即可看到对应的命令。
command-several = 只是并排跟踪；按时间合并由 Slipway 完成。
command-log = 级别、字段和结束时间只能在窗口里筛选。
