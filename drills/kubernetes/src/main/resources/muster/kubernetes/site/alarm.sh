#!/bin/sh
# What makes a node heal without Muster: a timer of systemd for the deadline, and a service for it and for the next boot.
#
#   sh alarm.sh KIT GUARD set HARM CENTISECONDS   from now on
#   sh alarm.sh KIT GUARD shows HARM              exit 0 if systemd holds both; prints them
#   sh alarm.sh KIT GUARD ring HARM               the service starts now
#   sh alarm.sh KIT GUARD clear HARM              neither is left
#
# KIT is the folder of this script and the guard's, GUARD the guard's own.
set -eu
export LC_ALL=C
kit=$1 guard=$2 verb=$3 harm=$4
unit=muster-heal-$harm
folder=/etc/systemd/system

case $verb in
    set)
        # The timer counts by the time since boot, and is gone with it; the service, which is enabled, then starts at boot, and finds
        # that the deadline is another boot's.
        cat >"$folder/$unit.service" <<END
[Unit]
Description=Muster undoes what a drill broke ($harm)
StartLimitIntervalSec=0

[Service]
ExecStart=/bin/sh $kit/guard.sh $guard watch $harm
Restart=on-failure
RestartSec=1
OOMScoreAdjust=-1000
KillMode=process

[Install]
WantedBy=multi-user.target
END
        cat >"$folder/$unit.timer" <<END
[Unit]
Description=Muster's deadline ($harm)

[Timer]
OnActiveSec=$(($5 * 10))ms
AccuracySec=100ms
END
        sync "$folder/$unit.service" "$folder/$unit.timer"
        systemctl daemon-reload
        systemctl --quiet enable "$unit.service" 2>/dev/null
        sync "$folder/multi-user.target.wants"
        systemctl start "$unit.timer"
        ;;
    shows)
        if ! systemctl --quiet is-active "$unit.timer" && ! systemctl --quiet is-active "$unit.service"; then
            echo "neither $unit.timer nor its service is active"
            exit 1
        fi
        systemctl --quiet is-enabled "$unit.service" || { echo "$unit.service is not enabled" && exit 1; }
        echo "systemd holds $unit.timer, and $unit.service for the next boot"
        ;;
    ring)
        systemctl start --no-block "$unit.service"
        ;;
    clear)
        systemctl --quiet disable --now "$unit.service" "$unit.timer" 2>/dev/null || :
        rm -f "$folder/$unit.service" "$folder/$unit.timer" "$folder/multi-user.target.wants/$unit.service"
        systemctl daemon-reload
        systemctl reset-failed "$unit.service" "$unit.timer" 2>/dev/null || :
        left=$(systemctl list-unit-files --no-legend "$unit.*" || :)
        [ -z "$left" ] || { echo "systemd still has $left" && exit 1; }
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
