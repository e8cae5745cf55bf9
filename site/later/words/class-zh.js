// 页面关于班级的文字。
export default {
  lead: '本页带领一个班级：另有 {pages} 个页面在场，其中 {helping} 个分担训练的计算。加入地址：', waiting: '本页已加入班级，等待训练开始。',
  loading: '正在加载班级的图片：{share}%。', ready: '本页已准备好分担每一步的计算。请保持打开。',
  helped: '本页正在分担班级每一步的计算：至今 {steps} 步。请保持打开。',
  other: '带领的页面是另一个版本，或其浏览器的计算方式不同：请重新载入本页，或换一个浏览器。', failed: '引擎已停止：请重新载入本页以继续帮忙。',
  away: '连不上班级的集线服务：正在重试。', refused: '班级的集线服务拒绝了本页（{why}）：请使用 talbot serve --class 给出的地址。',
  trialWaiting: '本页正在完成试验，至今 {done} 个，正等待下一个。请保持打开。',
  trialWorks: '本页正在计算 {preset} 的一个试验：{share}%。至今已完成 {done} 个。请保持打开。',
};
