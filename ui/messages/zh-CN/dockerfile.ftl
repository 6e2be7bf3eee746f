# Dockerfile：文件本身的问题、构建时的问题，以及值得知道的事。

# 文件本身。
project-no-dockerfile = 没有找到 Dockerfile
  .cause = Slipway 在项目文件夹中查找 { $path }，但那里没有这样的文本文件。
  .fix = 请选择另一个 Dockerfile，或让 Slipway 生成一个。
project-dockerfile-empty = Dockerfile 是空的
  .cause = 其中没有任何指令。
  .fix = 请写一个以 FROM 开头的 Dockerfile，或让 Slipway 生成一个。
project-dockerfile-open-heredoc = Dockerfile 中有一个 here-document 没有结束
  .cause = 从第 { NUMBER($line, useGrouping: 0) } 行开始的内容一直延续到文件末尾，因为没有一行恰好是 { $word }。
  .fix = 请在其后添加只含 { $word } 的一行。
project-dockerfile-unknown-instruction = Dockerfile 中有未知的指令
  .cause = 第 { NUMBER($line, useGrouping: 0) } 行以 { $keyword } 开头，它不是指令。
  .fix = 请检查拼写。如果这一行属于上一行，上一行必须以反斜杠结尾。
project-dockerfile-no-from = Dockerfile 没有以 FROM 开头
  .cause = 第 { NUMBER($line, useGrouping: 0) } 行在任何 FROM 之前就出现了 { $keyword }，没有可以构建的基础。
  .fix = 请把 FROM 行放在最前面，只有 ARG 可以出现在它之前。
project-dockerfile-bad-from = 有一行 FROM 没有指明镜像
  .cause = 第 { NUMBER($line, useGrouping: 0) } 行应写成“FROM 镜像”或“FROM 镜像 AS 名称”。
  .fix = 请改正这一行。如果镜像写在 ARG 中，请给该 ARG 一个值。
project-dockerignore-bad-pattern = .dockerignore 中有无法识别的模式
  .cause = 第 { NUMBER($line, useGrouping: 0) } 行是“{ $pattern }”。
  .fix = 请改正该模式。方括号必须闭合，! 后面必须有名称。

project-dockerfile-there = 项目里已经有 Dockerfile
  .cause = Slipway 绝不覆盖你的文件。
  .fix = 请先给你的文件改名，或者就用它来构建：选择“Dockerfile”方式。

# 在本机制作的构建镜像。
project-builder-needs-shell = 构建这个 Dockerfile 不只需要 Go
  .cause = 第 { NUMBER($line, useGrouping: 0) } 行在 shell 中运行“{ $command }”，而由 Go 工具链制成的构建镜像没有 shell。
  .fix = 请把命令写成 exec 形式，例如 RUN ["go", "build", "./…"]，或使用生成的 Dockerfile。
project-builder-needs-program = 构建这个 Dockerfile 不只需要 Go
  .cause = 第 { NUMBER($line, useGrouping: 0) } 行运行 { $program }，它不属于 Go 工具链。
  .fix = 请使用生成的 Dockerfile，或等到可以拉取官方镜像时再构建。
project-builder-needs-c = 构建这个 Dockerfile 需要 C 编译器
  .cause = 第 { NUMBER($line, useGrouping: 0) } 行启用了 cgo，而由 Go 工具链制成的构建镜像没有 C 编译器。
  .fix = 请改用原生构建（Slipway 自带 C 编译器），或关闭 cgo。
project-builder-no-go-base = 构建镜像在这里没有帮助
  .cause = 这个 Dockerfile 中没有任何阶段基于官方 Go 镜像。
  .fix = 请使用生成的 Dockerfile，或等到可以拉取镜像时再构建。

# 基础镜像。
network-base-offline = 无法拉取 { $image }
  .cause = 镜像仓库没有应答。可能没有网络，或者中间有防火墙。
  .fix = 请检查网络。如果是 Go 官方镜像，Slipway 可以用已有的 Go 制作一个构建镜像。
network-base-rate-limit = 镜像仓库限制了拉取 { $image } 的次数
  .cause = 短时间内来自这个地址的拉取太多。
  .fix = 请稍候，或用“docker login”登录。如果是 Go 官方镜像，Slipway 可以用已有的 Go 制作一个构建镜像。
project-base-not-found = 没有镜像 { $image }
  .cause = 镜像仓库中没有这个名称。有些仓库在未登录时也会这样回答。
  .fix = 请检查 FROM 行中的名称和版本。如果是私有镜像，请用“docker login”登录。
project-base-denied = 不允许拉取 { $image }
  .cause = 镜像仓库要求使用有权读取该镜像的账号登录。
  .fix = 请用“docker login”登录后再构建。Slipway 会使用它留下的登录信息，包括凭据助手中的。

# 构建。
project-build-step = Dockerfile 中的一条命令失败了
  .cause = { $step } 以 { NUMBER($exit, useGrouping: 0) } 结束。
  .fix = 请查看该步骤的最后几行，其中说明了原因。
project-dockerfile-failed = 无法构建这个 Dockerfile
  .cause = 构建器在这一步放弃了：{ $step }
  .fix = 请查看下面构建器自己的说明。

# 发送给构建器的内容。
project-context-too-many = 文件夹中的文件太多，无法发送
  .cause = 条目超过 { $limit } 个，最后看到的位于“{ $folder }”。
  .fix = 请在 .dockerignore 文件中写出构建不需要的内容，例如 node_modules 或数据。
project-context-too-big = 文件夹太大，无法发送
  .cause = 加上 { $path }（{ $bytes } 字节）会超过 { $limit } 字节。
  .fix = 如果构建不需要该文件，请把它写进 .dockerignore。
project-context-too-deep = 文件夹嵌套太深
  .cause = { $path } 的层级超过了任何项目应有的深度，可能是文件夹被复制到了自身之中。
  .fix = 请删除它，或把它写进 .dockerignore。
project-context-changed = 有文件在发送过程中发生了变化
  .cause = { $path } 在发送给构建器时变成了另一个文件，或者变短了。
  .fix = 请重新构建。如果该文件一直在变化，请把它写进 .dockerignore。

# Cgo。
machine-no-c-compiler = 没有适用于 { $platform } 的 C 编译器
  .cause = 程序调用了 C，而 Slipway 自带的编译器只适用于 amd64 和 arm64 上的 Linux。
  .fix = 请改用 Dockerfile 构建。
project-cgo-needs-library = 程序需要库 { $library }
  .cause = { $package } 使用系统中的 { $library }，仅有 C 编译器并不会带来它。
  .fix = 请使用会安装该库的 Dockerfile 构建，或换用不需要它的包。

# 值得知道的事。
note-dockerfile-shell-form = 第 { NUMBER($line, useGrouping: 0) } 行：{ $keyword } 使用了 shell 形式
  .cause = 程序前面会先启动一个 shell，停止信号到不了程序。在没有 shell 的镜像上则根本无法启动。
  .fix = 请写成 { $keyword } ["/app"]。
note-dockerfile-root = 第 { NUMBER($line, useGrouping: 0) } 行：程序以 root 身份运行
  .cause = 最后一个阶段没有指定其他用户。
  .fix = 请添加一行，例如 USER 65532。
note-dockerfile-sources-first = 第 { NUMBER($line, useGrouping: 0) } 行：每次修改都会重新下载模块
  .cause = 源代码在“go mod download”之前就被复制了。
  .fix = 请先复制 go.mod 和 go.sum，再下载，然后复制其余文件。
note-dockerfile-no-sum = 第 { NUMBER($line, useGrouping: 0) } 行：没有复制 go.sum
  .cause = 没有它，模块会被下载但不会被校验。
  .fix = 请写成 COPY go.mod go.sum ./
note-dockerfile-latest = 第 { NUMBER($line, useGrouping: 0) } 行：{ $image } 没有版本
  .cause = 明天同一行可能指向另一个镜像。
  .fix = 请指明版本，例如 golang:1.24。
note-dockerfile-syntax-line = 第 { NUMBER($line, useGrouping: 0) } 行：需要先拉取 { $frontend }
  .cause = “# syntax”行会让构建器先下载自己的前端。
  .fix = 除非文件用到了构建器不支持的功能，否则请去掉这一行。
