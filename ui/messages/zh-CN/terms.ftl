# 术语的含义，供初学者查看：每条一两句短句，编号为 `term-ID`。
term-image = 把程序运行所需的一切打包在一起：文件，以及如何启动。容器由镜像启动，镜像本身不会改变。
term-layer = 镜像的一部分，即某一步添加的文件。已有的层不会重新制作，也不会重新传输。
term-container = 镜像的一个运行实例，有自己的文件和网络，与机器的其他部分隔开。
term-port-publishing = 容器的端口默认不对外开放。发布端口，就是把它接到本机的某个端口上，这样浏览器才能访问程序。
term-volume = 存放在容器之外的文件夹。容器被替换后，写在里面的内容仍然在。
term-environment-variable = 程序启动时收到的名称和值，例如 PORT=8080。容器的设置通常就这样传入。
term-memory-limit = 容器最多能用多少内存。超出时，程序会被系统终止，也就是“内存不足”。
term-cpu-limit = 容器最多能用相当于几个核的 CPU 时间。到达上限时程序不会被终止，只是要等待。
term-restart-policy = 程序结束后引擎怎么做：不再理会，还是重新启动。
term-exit-code = 程序结束时留下的数字。0 表示一切正常，其他数字表示出了问题。
term-registry = 存放镜像的服务器，例如 Docker Hub。镜像从这里下载，也可以上传到这里。
term-tag = 镜像版本的名称，即冒号后面的部分：web:1.2 中的 1.2。标签可以改指另一个镜像。
term-digest = 镜像的指纹（sha256:…）。它只对应这些字节，不会对应别的内容。
term-dockerfile = 写明如何一步步制作镜像的文件。Slipway 可以不用它：直接构建 Go 程序并打包成镜像。
term-build-context = 构建时可以使用的文件夹。.dockerignore 中列出的文件会被排除。
term-cgroup = Linux 中统计一组进程用量并限制其上限的机制。每个容器就是一组。
term-go-line = go.mod 中的“go 1.26”这一行：构建这份代码所需的最低 Go 版本。
term-module = 带有 go.mod 的 Go 项目。它的名称（例如 example.com/shop）就是其他代码导入它时使用的路径。
term-toolchain = 某个 Go 版本的编译器和工具。Slipway 会下载项目需要的版本，单独保存，不影响你安装的 Go。
term-standard-error = 程序的第二条输出流，用于错误信息。Go 的 log 包也写到这里，所以并非每一行都是错误。
