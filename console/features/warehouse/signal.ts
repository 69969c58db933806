// What the floor hears: a short high tone for right, a long low one for wrong. A browser without sound stays silent.

let context: AudioContext | null = null

function tone(frequency: number, seconds: number, type: OscillatorType): void {
  try {
    context ??= new AudioContext()
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.type = type
    oscillator.frequency.value = frequency
    gain.gain.value = 0.2
    oscillator.connect(gain).connect(context.destination)
    oscillator.start()
    oscillator.stop(context.currentTime + seconds)
  } catch {
    // No loudspeaker: colour and words say it, too.
  }
}

export const soundRight = () => tone(1320, 0.09, 'sine')
export const soundDone = () => {
  tone(1047, 0.1, 'sine')
  setTimeout(() => tone(1568, 0.16, 'sine'), 110)
}
export const soundWrong = () => tone(196, 0.55, 'square')
