# 组装镜像时的问题。
project-not-a-program = 构建结果不是可运行的程序
  .cause = { $path } 不是适用于 { $arch } 的 Linux 程序。通常是因为所构建的包不是 “package main”。
  .fix = 请选择源文件以 “package main” 开头、并含有 “func main()” 的文件夹。
machine-program-changed = 打包过程中程序文件被改动
  .cause = 在两次读取 { $path } 之间，有其他进程写入了它。
  .fix = 请再按一次“一键运行”。如果问题依旧，请检查是否有别的工具也在往同一个文件夹里构建。
engine-unknown-architecture = Slipway 没有适用于 { $arch } 的测试程序
  .cause = 引擎所在的架构还不在 Slipway 的引擎检查范围之内。
  .fix = 仍然可以一键运行：Go 能为 { $arch } 构建，只是少了这项检查。
