// The picture: a wheel in its race, turned by lines of water. Drawn, not loaded; it stands still for
// people who asked their system for less motion.
const SPOKES = Array.from({ length: 16 }, (_spoke, index) => index * 22.5)
const WATER = [0, 1, 2, 3, 4]

export function MillRace() {
  return (
    <svg className="mr-race" viewBox="0 0 640 420" preserveAspectRatio="xMidYMax slice" aria-hidden>
      <g fill="none" stroke="currentColor" strokeLinecap="round">
        <g className="mr-race-water" strokeWidth="2">
          {WATER.map((line) => (
            <path
              key={line}
              opacity={0.75 - line * 0.12}
              d={`M-40 ${150 + line * 9} H250 C310 ${150 + line * 9} 318 ${190 + line * 6} ${
                330 - line * 2
              } 262 S372 ${372 + line * 9} 460 ${372 + line * 9} H700`}
            />
          ))}
        </g>
        <g strokeWidth="3" opacity="0.5">
          <path d="M-40 142 H262 L262 132 H-40" />
          <path d="M-40 210 H236" />
          <path d="M60 210 V420 M150 210 V420" />
          <path d="M60 300 L150 210 M60 210 L150 300" strokeWidth="2" />
        </g>
        <g transform="translate(430 260)">
          <g className="mr-race-wheel">
            <circle r="112" strokeWidth="6" />
            <circle r="88" strokeWidth="3" />
            <circle r="16" strokeWidth="6" />
            {SPOKES.map((angle) => (
              <g key={angle} transform={`rotate(${angle})`}>
                <path d="M0 -88V-130" strokeWidth="4" />
                <path d="M-15 -130 H15" strokeWidth="5" />
                {angle % 45 === 0 ? <path d="M0 -16V-88" strokeWidth="3" /> : null}
              </g>
            ))}
          </g>
        </g>
      </g>
    </svg>
  )
}
