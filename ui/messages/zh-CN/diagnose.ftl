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
  .fix = 请在设置中给它更多内存。如果内存一直增长，请找出一直没有释放的东西：map、切片，或永不结束的 goroutine。把 GOMEMLIMIT 设为上限的 90% 左右，可以让 Go 及时回收。
ended-killed = 被 { $signal } 终止
  .cause = 程序外部有人发送了 { $signal }。不是 Slipway 发的，引擎也没有报告内存不足。
  .fix = 请看看还有谁在使用这个引擎：另一个终端、脚本，或者机器重启过。然后再次启动。
ended-bad-command = 程序无法启动
  .cause = { $reason ->
      [not-found] 镜像中没有 { $name }，或者它需要的加载器不在镜像中。
      [permission] 镜像中的 { $name } 不能执行：没有执行权限，或者它是一个文件夹。
      [format] { $name } 不是适用于此引擎架构的程序。
      [user] 镜像中没有名为 { $name } 的用户。
     *[empty] 镜像没有说明要运行哪个程序。
    }
  .fix = { $reason ->
      [not-found] 请用 Slipway 一键运行，它构建的程序不需要加载器；或者改正命令。
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
