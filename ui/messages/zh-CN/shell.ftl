# 每个界面外的框架：侧栏、引擎状态、通知。
app-name = Slipway
nav-label = 界面
nav-projects = 项目
nav-containers = 容器
nav-settings = 设置
skip-to-content = 跳到内容
page-broken = 这个页面没能显示出来
page-broken-text = 这是 Slipway 的错误。你的容器不受影响，其他页面照常可用。

engine-label = 引擎
engine-ready = { $product } { $version }
engine-ready-where = 本机 · API { $api }
engine-ready-where-remote = { $name } · API { $api }
engine-connecting = 正在查找引擎
engine-connecting-more = 本机的 Docker 或 Podman
engine-lost-word = { $product } 没有响应
engine-lost-more = 正在自动重试
engine-none-what-to-do = 该怎么办
engine-lost-notice = { $product } 自 { $time } 起没有响应。Slipway 正在不断重试，你看到的内容可能已经过时。

engine-banner-ready = { $product } { $version } 已就绪
engine-banner-preflight = 测试容器 { $took }跑通
engine-banner-running = 正在运行测试容器
engine-banner-not-run = 尚未测试
engine-banner-details = 详情
engine-banner-test = 测试一下
engine-banner-connecting = 正在本机查找 Docker 和 Podman……
engine-banner-lost = { $product } 没有响应，Slipway 正在不断重试
engine-look-again = 重新查找
engine-found = 在本机找到的
engine-in-use = 使用中
engine-use = 改用这个
engine-found-none = 没有找到 Docker，也没有找到 Podman。

mend-start_service = 启动它
mend-join_group = 把我加入该组…
mend-look_again = 重新查找
mend-install = 如何安装
mend-title = 请在终端中运行
mend-text = 这需要管理员权限，所以 Slipway 不会替你运行。运行之后，请按“重新查找”。
mend-group-means = 该组的成员等同于本机的管理员。之后请注销并重新登录。

notice-dismiss = 收起
