# 容器是怎样结束的，以及已知输出的含义。
ended-finished = 已完成
  .cause = 程序做完了自己的工作，以退出码 0 自行结束。
  .fix = 无需处理。如果它应当一直运行（例如服务器），就不要让 main 函数返回。
ended-stopped = 已停止
  .cause = { $how ->
      [clean] 程序收到停止请求，收尾后以退出码 0 结束。
      [forced] 程序收到停止请求后没有按时结束，被强行终止。
      [no-handler] 程序收到停止请求后立即结束（退出码 { $exit_code }）。没有处理 SIGTERM 的程序都是这样，属于正常情况。
     *[other] 程序收到停止请求，以退出码 { $exit_code } 结束。
    }
  .fix = { $how ->
      [forced] 请在程序中处理 SIGTERM（signal.NotifyContext 加 http.Server.Shutdown），让它来得及做完手头的事。
     *[other] 无需处理。随时可以再次启动。
    }
ended-crashed = { $how ->
      [panic] 崩溃于 { $file }:{ $place }
      [panic-nowhere] 程序崩溃
      [signal] 因 { $signal } 崩溃
     *[other] 以退出码 { $exit_code } 结束
  }
  .cause = { $how ->
      [panic] Go 终止了程序：{ $message }
      [panic-nowhere] Go 终止了程序：{ $message }
      [signal] 程序内部出错，被系统终止（{ $signal }）。
      [said] 它最后输出的是：{ $line }
     *[silent] 程序以退出码 { $exit_code } 自行结束，没有任何输出。
    }
  .fix = { $how ->
      [panic] 打开 { $file } 第 { $place } 行，改正后再次一键运行。
      [panic-nowhere] 日志中 “goroutine” 下方写着出错的位置。改正后再次一键运行。
      [said] 请看日志的最后几行，那里通常写着缺了什么：环境变量、文件，或另一个服务。
     *[other] 请从头查看日志。如果是空的，请让 main 在调用 os.Exit 之前输出错误。
    }
ended-out-of-memory = 内存不足
  .cause = { $how ->
      [kernel] 程序需要的内存超过了容器的上限，被系统终止。
      [child] 容器达到了内存上限，系统终止了其中的一个进程。
     *[go] Go 向系统申请内存，但没有得到。
    }
  .fix = { $enough ->
      [run] 给它 { $enough_mb } MB：比之前一次正常结束的运行用到的最多内存再多八分之一。
      [double] 给它 { $enough_mb } MB，也就是现在的两倍；没有正常结束的运行能说明它需要多少。
     *[none] 请在设置中给它更多内存。
    }如果内存一直增长，请找出一直没有释放的东西：map、切片，或永不结束的 goroutine。把 GOMEMLIMIT 设为上限的 90% 左右，可以让 Go 及时回收。
ended-killed = 被 { $signal } 终止
  .cause = 程序外部有人发送了 { $signal }。不是 Slipway 发的，引擎也没有报告内存不足。
  .fix = 请看看还有谁在使用这个引擎：另一个终端、脚本，或者机器重启过。然后再次启动。
ended-bad-command = 程序无法启动
  .cause = { $reason ->
      [not-found] 镜像中没有 { $name }，或者它需要的加载器不在镜像中。
      [loader] { $name } 存在，但缺少运行它所需的东西：构建时所用的 C 库；如果是脚本，则是第一行指定的程序（那里有 Windows 换行符时也会这样）。
      [permission] 镜像中的 { $name } 不能执行：没有执行权限，或者它是一个文件夹。
      [format] { $name } 不是适用于此引擎架构的程序。
      [user] 镜像中没有名为 { $name } 的用户。
     *[empty] 镜像没有说明要运行哪个程序。
    }
  .fix = { $reason ->
      [not-found] 请用 Slipway 一键运行，它构建的程序不需要加载器；或者改正命令。
      [loader] 请用 CGO_ENABLED=0 构建，或用 Slipway 一键运行，它就是这样构建的。脚本请使用 Unix 换行符。
      [permission] 请构建以 “package main” 开头的包，并给文件加上执行权限。
      [format] 请为此引擎重新构建。用 Slipway 的话，再次一键运行即可。
      [user] 请用数字代替用户名，例如 65532。
     *[empty] 请添加 ENTRYPOINT，或在运行时给出命令。
    }
ended-unknown = 不清楚它是怎样结束的
  .cause = { $reason ->
      [not-started] 容器已经建好，但其中的程序从未运行过。
     *[other] 引擎没有给出退出码。
    }
  .fix = 请再次启动，并留意日志。

project-run-port-taken = 程序的端口在容器内已被占用
  .cause = 它第二次监听了 { $address }。
  .fix = 请检查代码中是否有两处监听同一个端口。
project-run-port-forbidden = 程序不能监听这个端口
  .cause = 1024 以下的端口需要特殊权限，监听 { $address } 的程序没有这个权限。
  .fix = 请监听更大的端口，例如 8080。
project-run-no-certificates = 对方的证书不受信任
  .cause = 签发证书的机构不在镜像的信任列表中，常见的是公司自己的机构。
  .fix = 请把该机构的证书提供给程序，例如通过 SSL_CERT_FILE。
project-run-time-zone = 无法识别时区 { $zone }
  .cause = 镜像中没有时区数据。
  .fix = 请用 Slipway 一键运行，它会带上时区数据；或者 import _ "time/tzdata"。
project-run-not-writable = 程序不能写入 { $path }
  .cause = 它以普通用户身份运行，而这个位置属于别的用户。
  .fix = 请写入 /tmp，或写入属于用户 65532 的卷。
project-run-file-missing = 镜像中没有 { $path }
  .cause = 程序打开了一个只在你的电脑上才有的文件。镜像里只有程序本身。
  .fix = 请用 //go:embed 嵌入这个文件，或用环境变量传入其内容。
project-run-dials-itself = { $address } 没有响应
  .cause = 在容器里，localhost 指的是容器自己，而不是你的电脑。
  .fix = 请使用另一个容器的名称；要访问你的电脑，请用 host.docker.internal。
project-run-no-such-name = 找不到名称 { $host }
  .cause = 容器的网络中没有这个名称。
  .fix = 请检查名称，以及两个容器是否在同一个网络中。
project-run-only-itself = 程序只监听自己
  .cause = 它监听的是 { $address }，容器外部都无法访问。
  .fix = 请监听所有地址，例如 “:8080”。

# slipway explain 读取的输出。
project-not-recognised = Slipway 不认识这个错误
  .cause = 确实出了问题，但与 Slipway 所知道的都不像。最能说明问题的是第 { $number } 行：{ $text }
  .fix = 请看这一行和它上面的几行。要上网搜索时，去掉只属于你的内容，例如路径和数字。
note-nothing-wrong = 没有看起来像错误的内容
  .cause = Slipway 读完了全部内容，既没有找到已知的问题，也没有找到未知的问题。
  .fix = 如果还是有什么不正常，请提供更多输出，从开头到结尾。
note-client-left = 提出请求的一方离开了
  .cause = 浏览器、端口检查或代理在应答完成之前就关闭了连接。这不是程序的错。
  .fix = 无需处理。
note-orderly-end = 程序收到结束请求并正常结束
  .cause = 这些内容属于正常的结束过程。
  .fix = 无需处理。
note-debug-mode = 框架提醒你它处于调试模式
  .cause = 它每次启动都会这样说，一切正常。
  .fix = 无需处理。正式上线时，Gin 可以设置 GIN_MODE=release。
note-warning = 只是一条警告
  .cause = 有些地方以后可以做得更好，但它不是失败的原因。
  .fix = 现在无需处理。
note-no-error = 它说没有错误
  .cause = 这里虽然有“error”这个词，但内容是空的。
  .fix = 无需处理。

# 编译器的报错。
project-compile-one-file = 只编译了程序的一个文件
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行用到了 { $name }，它在同一文件夹的另一个文件里声明，而“go build main.go”只看 main.go。
  .fix = 请构建整个文件夹：“go build .”或“go run .”，用一个点代替文件名。
project-compile-undefined = 不认识 { $name }
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行用到了 { $name }，但没有声明或导入过这个名称。
  .fix = 请检查拼写，包括大小写。如果它属于某个包，请导入这个包，并在前面写上包名，例如 strings.ToUpper。
project-compile-unused-import = 导入的 { $package } 没有用到
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行导入了它，但文件里没有用到。Go 不允许这样编译。
  .fix = 删除这一行。支持 Go 的编辑器会在保存时自动删除。
project-compile-unused-variable = 变量 { $name } 没有用到
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行声明了它，但没有任何地方读取它。Go 不允许这样编译。
  .fix = 使用它、删除它，或用 _ 代替它。如果本来是想修改外层的变量，请把 := 改成 =。
project-compile-syntax = Go 看不懂这一行
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行：{ $text }
  .fix = 请检查这一行和上一行是否缺少括号、逗号或引号。“gofmt -l .”会列出所有这样的文件。
project-compile-missing-return = 函数可能没有返回结果就结束
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行：函数声明了返回值，但有一条路径走到末尾也没有“return”。
  .fix = 在末尾加上 return，也要照顾到“if”或“switch”没有覆盖的情况。
project-compile-arguments = 调用 { $name } 时参数个数不对
  .cause = 位置是 { $file } 第 { NUMBER($line, useGrouping: 0) } 行。编译器的“have”一行是你给出的，“want”一行是需要的。
  .fix = 请按“want”一行给出参数。
project-compile-values = 值的个数对不上
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行：{ $text }
  .fix = 请接收函数返回的每一个值，通常写成“value, err := …”，并检查 err。不需要的值用 _ 接收。
project-compile-interface = { $name } 没有满足 { $interface } 的要求
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行把 { $name } 当作 { $interface } 使用，但缺少某个方法，或方法的形式不同。
  .fix = 请加上编译器指出的方法。如果方法声明在 *{ $name } 上，请传它的地址，即在前面加上 &。
project-compile-types = 两个类型不匹配
  .cause = { $file } 第 { NUMBER($line, useGrouping: 0) } 行：{ $text }
  .fix = 请转换其中一个：strconv.Itoa(数字) 得到文本，strconv.Atoi(文本) 得到数字，float64(数字) 得到另一种数字。
project-test-failed = 测试 { $name } 没有通过
  .cause = 得到的结果与预期不同。它名称下面的几行写着是什么结果。
  .fix = 请改正代码或测试。“go test -run { $name } ./...”可以只运行它。

# 模块，以及编译所需的东西。
project-module-renamed = 模块换了名字
  .cause = 它自称 { $declared }，而你的代码用的是另一个名字。大小写也算不同。
  .fix = 请在所有导入中改用 { $declared }，然后运行“go mod tidy”。
project-ambiguous-import = 有两个模块都包含 { $package }
  .cause = 同一份代码的新旧两个版本以不同的模块名同时被引用。
  .fix = 请用“go get 名称@latest”更新较旧的那个，再运行“go mod tidy”。
project-not-main-package = 这个包不是程序
  .cause = { $package } 不是以“package main”开头，因此没有可以启动的东西。
  .fix = 请指定含有“package main”和“func main()”的文件夹，例如“go run ./cmd/名称”。
project-c-header-missing = 缺少 C 头文件 { $header }
  .cause = 项目包含 C 代码（cgo），但没有安装这个库的开发文件。
  .fix = 请在构建阶段安装它的开发包，或改用纯 Go 编写的包。
project-c-library-missing = 缺少 C 库：{ $library }
  .cause = 项目包含 C 代码（cgo），链接器没有找到这个库。
  .fix = 请在构建阶段安装它的开发包，或改用纯 Go 编写的包。
project-build-no-home = Go 不知道把缓存放在哪里
  .cause = HOME 和 GOCACHE 都没有设置。Dockerfile 中的 USER 没有主目录时就会这样。
  .fix = 请在构建前设置其中一个，例如 ENV GOCACHE=/tmp/go-build。
project-git-missing = 缺少 Git
  .cause = Go 要直接从代码仓库获取这个模块，需要用到 Git。精简的 Go 镜像里没有它。
  .fix = 请在构建阶段安装（“apk add git”），或把 GOPROXY 设为某个镜像站。
machine-go-not-found = 没有找到 Go
  .cause = 找不到命令“go”。可能没有安装，或者它所在的文件夹不在 PATH 中。
  .fix = Dockerfile 请以 FROM golang 开头。在这台机器上请安装 Go，或用 Slipway 一键运行，它会自己获取。
network-untrusted = { $host } 的证书不受信任
  .cause = 公司的代理常常会检查连接，并用自己的证书重新签名，而这里不认识那个证书。
  .fix = 请把公司的证书加入构建阶段并运行 update-ca-certificates，或改用不需要它的镜像站。

# Dockerfile、镜像与镜像仓库。
network-registry-limit = 镜像仓库暂时不允许再下载
  .cause = 没有登录时，Docker Hub 在几个小时内只允许下载一定的次数。
  .fix = 请用“docker login”登录，等几个小时，或使用镜像站。
network-registry-no-answer = { $host } 没有响应
  .cause = 与镜像仓库的连接失败，或等待太久。
  .fix = 请重试。如果一直这样，请在引擎的设置里配置镜像站或代理。
network-registry-denied = 镜像仓库不提供这个镜像
  .cause = 它是私有的，或者名称不对：{ $image }。本地没有构建过的镜像也会到仓库里去找。
  .fix = 请检查名称；如果是你自己的镜像，请先构建它。私有镜像请用“docker login”登录；推送时请在名称前加上你的用户名。
network-image-not-found = 没有镜像 { $image }
  .cause = 镜像仓库里没有这个名称和标签的镜像。
  .fix = 请在仓库的网页上查看标签。Go 的话，“golang:1”总是存在的。
project-image-platform = 这个镜像不适用于这台机器
  .cause = 它没有适用于此架构的版本：{ $platform }
  .fix = 请换一个标签，或加上“--platform linux/amd64”构建。
project-image-name = 这不能作为镜像的名称
  .cause = 名称由小写字母、数字和 - . _ / 组成，后面可以加 : 和标签。常见的原因是冒号前面的变量是空的。
  .fix = 请用小写字母书写，不要有空格，例如 shop:1.0。
machine-docker-credentials = Docker 无法取得你的密码
  .cause = 它的设置里指定了辅助程序 { $helper }，但这个程序不存在。它往往是 Docker Desktop 留下的。
  .fix = 请从 ~/.docker/config.json 中删除“credsStore”那一行。
project-docker-file-missing = 要复制的文件不存在：{ $path }
  .cause = COPY 只在交给构建的那个文件夹里查找。文件不在里面，或被 .dockerignore 排除了。
  .fix = 请以那个文件夹为起点检查路径，并检查 .dockerignore。如果缺的是 go.sum，请运行“go mod tidy”。
project-docker-outside = { $path } 在构建文件夹之外
  .cause = 构建只能看到交给它的文件夹，看不到上一级。
  .fix = 请从上一级文件夹开始构建，并用 -f 指定 Dockerfile。
project-docker-copy-folder = COPY 多个文件时目标必须是文件夹
  .cause = 复制多个文件时，最后一项必须是文件夹，并以 / 结尾。
  .fix = 请把行末的 . 写成 ./。
project-docker-needs-buildkit = 这个 Dockerfile 需要 BuildKit
  .cause = 它使用了旧构建器不认识的选项。
  .fix = 请设置 DOCKER_BUILDKIT=1，或使用“docker buildx build”。
project-docker-instruction = { $name } 不是 Dockerfile 指令
  .cause = 很可能是拼写错误，或命令前面没有写 RUN，或换行时行末缺了 \。
  .fix = 请改正这一行。指令有 FROM、COPY、RUN、ENV、WORKDIR、EXPOSE、USER、ENTRYPOINT、CMD 等。
project-docker-stage = 没有名为 { $name } 的阶段
  .cause = 在用到它的位置之前，Dockerfile 中没有“FROM … AS { $name }”。
  .fix = 请检查 AS、--from= 和 --target 后面的名称。
project-docker-syntax = Dockerfile 无法读取
  .cause = 第 { $place } 行：{ $text }
  .fix = 请改正这一行。
project-docker-no-dockerfile = 没有 Dockerfile
  .cause = 构建在给定的文件夹里查找 { $name }，没有找到。大小写也算不同。
  .fix = 请进入正确的文件夹，用 -f 指定文件，或用 Slipway 一键运行，它不需要 Dockerfile。
project-docker-no-shell = 这个镜像里没有 shell
  .cause = RUN，以及不带方括号的 CMD 或 ENTRYPOINT，都需要 /bin/sh，而 scratch、distroless 之类的镜像里没有。
  .fix = 请在构建阶段完成这一步，并用方括号书写 ENTRYPOINT ["/app"]。
project-docker-package = 没有软件包 { $package }
  .cause = 镜像所用的发行版没有这个名称的软件包。Alpine 和 Debian 的名称并不相同。
  .fix = 请查一下它在该发行版中的名称。Debian 上请在同一个 RUN 里先运行“apt-get update”。
project-docker-command = 镜像里没有命令 { $command }
  .cause = 某一步要运行 { $command }，而镜像里没有它。精简的镜像只有很少的命令。
  .fix = 请在那个阶段安装它，或在有这个命令的阶段里完成这一步。
project-docker-step-failed = Dockerfile 的一个步骤失败了
  .cause = “{ $command }”以退出码 { NUMBER($status, useGrouping: 0) } 结束，输出里没有已知的原因。
  .fix = 请看它上面的几行。加上“--progress=plain”可以看到完整内容。
project-docker-failed = 镜像没有构建成功
  .cause = 构建器说：{ $text }
  .fix = 请看上面的内容。“docker build --progress=plain .”会显示完整的输出。

# 启动。
engine-client-version = Docker 的客户端和引擎版本不匹配
  .cause = 客户端使用的版本是 { $version }，引擎的界限是 { $limit }。
  .fix = 请更新较旧的一方，或设置 DOCKER_API_VERSION={ $limit }。
engine-platform-differs = 镜像是为另一种处理器制作的
  .cause = 它适用于 { $image }，而这台机器是 { $host }。它可能运行得很慢，或根本无法运行。
  .fix = 请为这台机器重新构建。用 Slipway 的话，一键运行即可。
engine-start-failed = 引擎没有完成请求
  .cause = 它说：{ $text }
  .fix = 请从后往前读这段话，最后一部分通常就是原因。
project-mount-kind = 文件和文件夹弄混了
  .cause = 挂载的是文件夹，而容器里的位置是文件，或者正好相反。要挂载的文件不存在时，Docker 会在那里建一个空文件夹。
  .fix = 请确认这台机器上有这个文件，删除同名的文件夹，然后重试。
project-mount-missing = 要挂载的文件夹不存在
  .cause = 在引擎所在的机器上没有 { $path }。
  .fix = 请创建它，或改正路径。路径必须是完整的绝对路径。
project-network-missing = 没有网络 { $name }
  .cause = 容器要加入的网络从未创建过，或已被删除。
  .fix = 请用“docker network create { $name }”创建，或交给 compose 创建。
project-start-glibc = 镜像里的 C 库太旧
  .cause = 构建程序的地方 C 库更新：程序需要 { $version }。
  .fix = 请用 CGO_ENABLED=0 构建，或让两个阶段使用同一个发行版。
project-start-library = 镜像里缺少库：{ $library }
  .cause = 程序构建时用了 C 代码（cgo），需要这个镜像里没有的库。Alpine 的 C 库与 Debian 的不同。
  .fix = 请用 CGO_ENABLED=0 构建，或让两个阶段使用同一个发行版。
project-run-killed = 程序从外部被终止（137）
  .cause = 137 表示 SIGKILL。可能是达到了内存上限，也可能是有人要停止它而它没有按时结束。只凭这个数字无法判断。
  .fix = 用“docker inspect”看 OOMKilled 是否为 true。如果是，请给它更多内存；如果不是，请在程序中处理 SIGTERM。

# panic。
project-run-usage = 它打印了自己的用法
  .cause = 程序需要参数却没有得到，所以说明了有哪些参数，然后结束了。
  .fix = 请看最后几行，并在“运行”的“参数”里给出它需要的内容。
project-run-nil-map = 向还没有创建的 map 写入了值
  .cause = 只声明而没有创建的 map 是 nil。可以读取，但写入会让程序终止。
  .fix = 请先创建它：m := make(map[string]int)，或在创建结构体的函数里创建。
project-run-nil-pointer = 用到了并不存在的东西（nil）
  .cause = 某个指针、接口或函数是 nil，却使用了它的字段或方法。往往是前面刚返回了错误，而没有人检查。
  .fix = 打开这一行，找出哪个值是 nil，并在得到它的地方检查“if err != nil”。
project-run-index = 第 { $index } 个元素不存在
  .cause = 列表有 { $length } 个元素，而且从 0 开始数。如果是 os.Args，说明没有给出参数。
  .fix = 取元素之前请先检查 len(…)。
project-run-slice = 取了列表中不存在的一段
  .cause = 范围 { $range } 超出了列表或文本的末尾。
  .fix = 截取之前请先检查 len(…)。
project-run-conversion = 值的类型与预期不同
  .cause = { $text }
  .fix = 请写成两个结果的形式“v, ok := x.(T)”，并检查 ok。
project-run-divide = 除数是零
  .cause = 一个整数除以了另一个值为 0 的整数。
  .fix = 请先检查除数。
project-run-closed-channel = 使用了已经关闭的 channel
  .cause = 程序做了这件事：{ $text }。关闭之后不能再发送，而且只能关闭一次。
  .fix = 请只让发送方关闭它，而且要等到没有人再发送的时候。
project-run-deadlock = 大家都在互相等待（死锁）
  .cause = 每个 goroutine 都在等待 channel、锁或 WaitGroup，已经没有谁能继续运行。
  .fix = 看看这一行：应该由谁来发送、接收或解锁？常见的是缺少 close(ch) 或 wg.Done()，或者需要另一个 goroutine 来收发。
project-run-concurrent-map = 两个 goroutine 同时使用同一个 map
  .cause = Go 的 map 不允许这样（{ $text }），程序因此被终止。
  .fix = 请用 sync.Mutex 保护这个 map，或使用 sync.Map。“go run -race .”会指出两处的位置。
project-run-race = 两个 goroutine 同时使用同一份数据
  .cause = 其中一个在写入，而没有任何机制阻止另一个同时访问，结果全凭运气。
  .fix = 请用 sync.Mutex 保护这份数据，或使用 sync/atomic，或通过 channel 传递它。
project-run-stack = 函数没完没了地调用自己
  .cause = 每次调用都要占用一些内存，达到 1 GB 时 Go 就会终止程序。
  .fix = 请看调用栈里反复出现的函数，它需要有一种不再调用自己的情况。
project-run-sync = 锁或 WaitGroup 用得不对
  .cause = Go 说：{ $text }
  .fix = 每个 Add 正好对应一个 Done，每个 Lock 正好对应一个 Unlock。请在“go”之前调用 wg.Add。
project-run-route-twice = 两条路由互相冲突
  .cause = { $route } 注册了两次，或另一个模式匹配了同样的地址。
  .fix = 请删除其中一个，或把其中一个的路径写得更具体。
project-run-c-crash = C 代码崩溃了
  .cause = 程序包含 C 代码（cgo），它访问了不属于它的内存。Go 无法从中恢复。
  .fix = 请看调用 C 之前的最后一行 Go 代码，以及传给它的内容。也可以更新这个 C 库，或改用纯 Go 编写的包。
project-run-handler-panic = 某个请求让程序 panic
  .cause = Go 只终止了这一个请求，服务器仍在运行：{ $message }
  .fix = 请打开这一行并改正。在此之前，发出请求的一方得不到应答。

# 数据。
project-run-database-login = 数据库拒绝程序登录
  .cause = { $user } 的密码不对，或数据库里没有这个用户。数据库会一直使用第一次启动时的密码。
  .fix = 请让两边使用相同的用户名和密码。要重新开始，请删除数据库的卷。
project-run-database-missing = 没有数据库 { $name }
  .cause = 服务器有响应，但没有这个名称的数据库。
  .fix = 请创建它，或在第一次启动之前设置 POSTGRES_DB 或 MYSQL_DATABASE。
project-run-database-tls = 数据库没有启用加密
  .cause = 程序要求使用 TLS，而服务器没有。
  .fix = 同一台机器上的容器之间，请在地址里加上“sslmode=disable”。
project-run-database-locked = 数据库文件正在使用
  .cause = SQLite 同一时间只允许一个写入，而另一个连接正在写。
  .fix = 请设置“busy_timeout”和 WAL 模式，或 db.SetMaxOpenConns(1)。
project-run-driver = 缺少驱动 { $driver }
  .cause = database/sql 不认识这个名称的驱动。每个驱动都需要导入。
  .fix = 请用类似 _ "github.com/lib/pq" 的一行导入它，并检查 sql.Open 中的名称。
project-run-migration-dirty = 有一次数据库迁移只做了一半
  .cause = 版本 { $version } 之前失败了，现在工具不知道哪些已经完成。
  .fix = 请改正迁移脚本，手动清理它留下的内容，再用“migrate force”回到最后一个正常的版本。
project-run-table-missing = 没有表 { $table }
  .cause = 数据库有响应，但表从未创建过，或者它不是你以为的那个数据库。
  .fix = 请在程序查询之前执行迁移，并检查它用的是哪个数据库。
project-run-template = 模板无法使用
  .cause = { $template } 第 { $place } 行：{ $text }
  .fix = 请改正模板的这个位置。字段名要以大写字母开头。
project-run-template-missing = 模板不存在
  .cause = { $pattern } 没有匹配到任何文件。镜像里只有程序本身，所在的文件夹也可能不同。
  .fix = 请用 //go:embed 嵌入它们，并使用 ParseFS。
project-run-json = JSON 与预期不符
  .cause = { $text }
  .fix = 请在读取之前把这段文本打印出来。如果以 < 开头，说明收到的是 HTML 错误页面；否则请对照结构体检查名称和类型。
project-run-yaml = YAML 无法读取
  .cause = { $text }
  .fix = 请改正这一行。缩进只能用空格，不能用制表符。
project-run-number = 文本不是数字
  .cause = 程序想把“{ $value }”读成数字。如果是空的，通常说明某个变量没有设置。
  .fix = 请设置这个变量，或在它为空时使用默认值。
project-run-variable = 没有设置变量 { $name }
  .cause = 程序要从环境中读取它。容器看不到你终端里的变量。
  .fix = 请在“环境变量”中设置 { $name }，或用 -e { $name }=值 运行。
project-run-dotenv = 镜像里没有 .env 文件
  .cause = 程序要读取 .env 文件。镜像里只有程序本身，而且机密内容也不应该放进去。
  .fix = 请让程序在没有这个文件时也能继续，并在“环境变量”中设置所需的变量。

# 外部环境。
project-run-address = 这不是可以监听的地址
  .cause = “{ $address }”缺少冒号，或有其他错误。
  .fix = 请在端口前加上冒号：":8080"，或 ":" + os.Getenv("PORT")。
project-run-address-foreign = 地址 { $address } 不属于这个容器
  .cause = 程序只能监听自己的地址，而你电脑的地址不在其中。
  .fix = 请监听所有地址，例如“:8080”。
project-run-certificate-name = 证书属于另一个名称
  .cause = 程序访问的是 { $host }，而证书适用于：{ $names }
  .fix = 请使用证书中写明的名称。
project-run-certificate-expired = 证书已过期
  .cause = 它不再有效，或尚未生效。时钟不准也会这样。
  .fix = 请更新证书，并检查这台机器的时间。
project-run-plain-http = 用 HTTPS 访问了只支持 HTTP 的一方
  .cause = 对方没有加密：{ $address }
  .fix = 请把 https:// 改成 http://，或使用支持加密的端口。
project-run-needs-https = 用 HTTP 访问了需要 HTTPS 的一方
  .cause = 服务器在这个端口上要求加密连接。
  .fix = 请把 http:// 改成 https://。
project-run-read-only = 无法写入 { $path }
  .cause = 它所在的文件系统是以只读方式挂载的。
  .fix = 请写入卷，或加上“--tmpfs /tmp”后写入 /tmp。
project-run-too-many-files = 打开的文件或连接太多
  .cause = 打开的东西会一直占用，直到被关闭，现在已经达到上限。
  .fix = 请关闭打开的东西：“defer f.Close()”，每次请求之后“defer resp.Body.Close()”。所有请求共用一个 http.Client。
project-run-command = 镜像里没有命令 { $command }
  .cause = 程序想启动 { $command }，而只包含程序本身的镜像里没有其他命令。
  .fix = 请改用有同样功能的 Go 包，或使用包含 { $command } 的镜像。
project-run-socket = { $path } 没有响应
  .cause = 套接字是一个文件，而容器只能看到自己的文件。
  .fix = 如果程序确实需要它，请把它作为卷挂载；否则请通过网络连接。
project-run-refused = { $address } 还没有响应
  .cause = 对方的机器在，但没有程序监听这个端口。数据库启动后需要几秒钟才能就绪。
  .fix = 请让程序重试一段时间，并检查端口：应当是另一个容器内部的端口。
project-run-unreachable = 无法到达 { $address }
  .cause = 容器的网络通不到那里。
  .fix = 请检查地址，以及两者是否在同一个网络中。请用名称代替地址。
project-run-timeout = 等待太久
  .cause = 没有及时得到应答。访问的是：{ $address }
  .fix = 请检查对方是否在运行、能否访问。如果只是慢，请把时间放宽。
project-run-no-home = 没有主目录
  .cause = 程序需要 HOME，而容器里的这个用户没有主目录。
  .fix = 请把 HOME 设为它可以写入的文件夹，例如 HOME=/tmp。
project-run-unknown-user = 用户 { $user } 没有登记
  .cause = 程序想知道自己的用户名，而镜像的 /etc/passwd 里没有这个用户。
  .fix = 请不要依赖用户名，或把这个用户加入镜像。
project-run-flag = 程序没有参数 { $flag }
  .cause = 启动时给了它不认识的参数。下面的几行列出了它支持的参数。
  .fix = 请改正参数。
usage-empty-note = 备注是空的
  .cause = 没有可以保存的内容。
  .fix = 写几个字，或关闭它。
usage-bad-regex = 这不是正则表达式
  .cause = 其中有特殊含义的符号，或者括号没有闭合。
  .fix = 修改它，或者按普通文本查找。
usage-pattern-too-large = 要查找的内容太大
  .cause = 展开后的表达式超出了查找的上限。
  .fix = 缩小查找内容。
usage-search-ended = 这次查找已经结束
  .cause = 另一个窗口或之后的八次查找取代了它。
  .fix = 重新查找。
usage-recording-in-use = 这个容器还在
  .cause = 引擎里还有它，删除后会马上重新开始记录。
  .fix = 先删除容器，再删除它的记录。
advice-cpu-waits-machine = 它有 { $waited_percent } % 的时间在等待，因为限额是 { $limit_cores } 个 CPU
  .cause = 它想用的比这台机器能给的还多。
  .fix = 在这里提高限额没有帮助。让它少做一些，或换一台更大的机器。
ended-stopped-by-somebody = 已停止，但不是由 Slipway 停止的
  .cause = { $how ->
      [clean] 有人请引擎停止它；它收拾好后以退出码 0 结束。引擎没有说是谁。
      [forced] 有人请引擎结束它，于是它被强行终止。引擎没有说是谁。
     *[other] 有人请引擎停止它，它以退出码 { $exit_code } 结束。引擎没有说是谁。
    }
  .fix = 如果不是你，请看看还有谁在用这个引擎：另一个终端、脚本、compose 或更新。然后再启动它。
ended-unhealthy = 在不健康时被停止
  .cause = 它的健康检查失败了，有人（多半是看护它的程序）请引擎停止了它。
  .fix = 看看健康检查查的是什么，再从日志里看程序在那之前做了什么。
evidence-title = 证据
evidence-exit = { $signal ->
      [none] 退出码 { $exit_code }
     *[other] 退出码 { $exit_code }，即 { $signal }
  }
evidence-oom = { $who ->
      [flag] 引擎的状态里写着 OOMKilled
      [event] 引擎报告了 oom 事件
     *[kernel] 内核日志写明：因为达到此容器的限额而终止了其中的进程
  }
evidence-asked = { $who ->
      [slipway] 是在 Slipway 里停止的
     *[somebody] 是别人要求的{ $signal ->
          [none] {""}
         *[other] （{ $signal }）
      }
  }
evidence-not-asked = 就引擎所记得的，没有人要求停止它
evidence-health = 最后一次健康检查的结果：{ $health }
evidence-restarts = 引擎重新启动了它 { $count } 次
evidence-memory = 最后 30 秒里它用到 { $limit_mb } MB 中的 { $peak_mb } MB（{ $percent } %）
