// 简体中文：表单里各选项名称的含义。括号里是链接和终端中使用的名称；专有名称不在此列。

export default {
  'choice.aberration': '像差', 'choice.absorber': '吸收体', 'choice.all': '全部', 'choice.amplitude': '振幅', 'choice.anchor': '锚定光', 'choice.annealing-zernike': '退火，泽尼克多项式', 'choice.arches': '拱形',
  'choice.auto-gain': '相机自动增益', 'choice.axial': '轴向位置', 'choice.backprop': '反向传播', 'choice.bad': '差', 'choice.bench-seed': '光路的种子', 'choice.blocks': '整块', 'choice.camera-bits': '相机位数',
  'choice.chance': '随机', 'choice.characters': '字符', 'choice.chip': '芯片', 'choice.chirp-z': 'Chirp-z 变换', 'choice.complex': '复数', 'choice.compressed': '图像压缩', 'choice.conjugate': '共轭',
  'choice.constant': '恒定', 'choice.cosine': '余弦', 'choice.cross-entropy': '交叉熵', 'choice.differential': '差分', 'choice.direct': '直接', 'choice.display': '显示面板', 'choice.drawing': '图纸',
  'choice.drift': '漂移', 'choice.dual': '双神经元', 'choice.edge': '边缘', 'choice.electronic': '电子', 'choice.exact': '精确', 'choice.exponential': '指数', 'choice.ffm': '全前向', 'choice.ffm-blind': '全前向，移相器未知',
  'choice.finite-probe': '有限强度探测光', 'choice.flat': '平坦', 'choice.flicker': '闪烁', 'choice.four-steps': '四步相移', 'choice.frame-loss': '丢帧', 'choice.fresnel': '菲涅耳', 'choice.fringing': '像素边缘场',
  'choice.gamma': '伽马', 'choice.gaussian': '高斯光束', 'choice.gone-after': '一段时间后失灵', 'choice.half-turn': '旋转半圈', 'choice.hard': '单个状态', 'choice.high-pass': '高通', 'choice.hot': '热像素',
  'choice.hybrid': '混合', 'choice.ideal': '理想', 'choice.in-silico': '仅在仿真中', 'choice.intensity': '光强', 'choice.inverted': '反转', 'choice.kerr': '克尔效应', 'choice.laser-power': '激光功率',
  'choice.last-layer': '仅最后一层', 'choice.latency': '延迟', 'choice.layers': '各层', 'choice.lens': '透镜', 'choice.level': '最近的灰阶', 'choice.limited-range': '有限范围', 'choice.linear': '线性', 'choice.link': '连接',
  'choice.list': '列表', 'choice.low-pass': '低通', 'choice.lut-depth': '调制深度', 'choice.lut-gamma': '调制曲线的伽马', 'choice.lut-spread': '调制曲线的离散', 'choice.magnification': '放大率', 'choice.mean-squares': '均方',
  'choice.measured': '实测', 'choice.medium': '介质', 'choice.mild': '轻微', 'choice.mirrored': '镜像', 'choice.monte-carlo': '随机失调训练', 'choice.nearest': '最近的状态', 'choice.none': '无', 'choice.off-axis': '离轴',
  'choice.optical': '光学', 'choice.own': '自定', 'choice.pairs': '成对', 'choice.paper': '按论文', 'choice.phase': '相位', 'choice.photons': '光子', 'choice.physics-aware': '物理感知',
  'choice.pixel-cross-talk': '像素串扰', 'choice.plane': '平面', 'choice.plane-shift': '平面偏移', 'choice.plane-tilt': '平面倾斜', 'choice.planes': '整个平面', 'choice.plate': '散射片', 'choice.pointing': '光束指向',
  'choice.probe': '弱探测光', 'choice.products': '稠密乘积', 'choice.qat-straight': 'QAT，直通', 'choice.read-noise': '读出噪声', 'choice.rectified': '整流', 'choice.refined': '精修', 'choice.regions': '区域',
  'choice.response': '相机响应', 'choice.retrieval': '相位恢复', 'choice.rings': '圆环', 'choice.ripple': '波纹', 'choice.rotation': '旋转', 'choice.saturating': '饱和', 'choice.scale': '按原值', 'choice.scaled': '缩放',
  'choice.scatter': '两个弱信号', 'choice.separate': '分开', 'choice.share': '份额', 'choice.single': '单神经元', 'choice.soft': '混合状态', 'choice.softmax-mse': 'softmax 平方误差', 'choice.spectrum': '完整传播',
  'choice.step': '阶梯', 'choice.stepped': '相移', 'choice.straight-through': '直通', 'choice.swapped': '交换', 'choice.swarm-superpixels': '粒子群，超像素', 'choice.swarm-zernike': '粒子群，泽尼克多项式',
  'choice.tape': '胶带', 'choice.ternary': '符号，阈值', 'choice.ternary-unbiased': '符号，随机', 'choice.third-turns': '三分之一圈', 'choice.three-steps': '三步相移', 'choice.threshold': '阈值', 'choice.two-level': '二能级',
  'choice.typical': '典型', 'choice.uneven': '不均匀', 'choice.unmodulated': '未调制光', 'choice.vaccinated': '失调训练', 'choice.well': '满阱', 'choice.xor': '象限',
};
