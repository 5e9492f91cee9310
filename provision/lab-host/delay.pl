#!/usr/bin/perl
# delay.pl DEVICE MILLISECONDS MARK
# Takes every packet that the kernel routes to the TUN device, and sends it so much later, marked, so that it is routed
# past the device then. For kernels without netem; it is as exact as this machine has time for it.
use strict;
use warnings;
use Fcntl qw(O_RDWR O_NONBLOCK);
use Socket;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($device, $milliseconds, $mark) = @ARGV;
my ($set_device, $tun_without_header, $raw_ip, $so_mark) = (0x400454ca, 0x1001, 255, 36);

sysopen(my $tun, '/dev/net/tun', O_RDWR | O_NONBLOCK) or die "/dev/net/tun: $!\n";
ioctl($tun, $set_device, my $request = pack('Z16 S x22', $device, $tun_without_header)) or die "$device: $!\n";
socket(my $raw, PF_INET, SOCK_RAW, $raw_ip) or die "raw socket: $!\n";
setsockopt($raw, SOL_SOCKET, $so_mark, pack('i', $mark)) or die "mark: $!\n";

my @waiting;
while (1) {
  send_due();
  my $patience = @waiting ? $waiting[0]{due} - now() : undef;
  vec(my $readable = '', fileno($tun), 1) = 1;
  next unless select($readable, undef, undef, $patience) > 0;
  while (sysread($tun, my $packet, 65_536)) {
    push @waiting, { due => now() + $milliseconds / 1_000, packet => $packet };
  }
}

sub now { return clock_gettime(CLOCK_MONOTONIC) }

# The address it is for stands in every IPv4 packet at the same place. What cannot be sent is lost, as on any network.
sub send_due {
  while (@waiting && $waiting[0]{due} <= now()) {
    my $packet = shift(@waiting)->{packet};
    next unless ord($packet) >> 4 == 4;
    my $destination = substr($packet, 16, 4);
    send($raw, $packet, 0, pack_sockaddr_in(0, $destination));
  }
}
