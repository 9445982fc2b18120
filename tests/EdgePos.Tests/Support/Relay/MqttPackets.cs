using System.Net.Sockets;

namespace EdgePos.Tests;

/// <summary>Just enough of MQTT 5 (OASIS, section 2) to tell the packets on a line apart.</summary>
internal static class MqttPackets
{
    private const int Publish = 3;

    /// <summary>The next packet, whole; null: the line has ended.</summary>
    public static async Task<byte[]?> ReadAsync(NetworkStream from, CancellationToken end)
    {
        byte[] head = new byte[5];
        if (await from.ReadAtLeastAsync(head.AsMemory(0, 1), 1, throwOnEndOfStream: false, end) == 0)
            return null;
        int length = 0;
        for (int i = 1; ; i++)
        {
            await from.ReadExactlyAsync(head.AsMemory(i, 1), end);
            length |= (head[i] & 0x7f) << (7 * (i - 1));
            if (head[i] >= 0x80)
                continue;
            byte[] packet = new byte[i + 1 + length];
            head.AsSpan(0, i + 1).CopyTo(packet);
            await from.ReadExactlyAsync(packet.AsMemory(i + 1), end);
            return packet;
        }
    }

    /// <summary>True for a message that its sender wants acknowledged once.</summary>
    public static bool IsMessage(byte[] packet) => packet[0] >> 4 == Publish && (packet[0] >> 1 & 3) == 1;

    /// <summary>The topic of a message.</summary>
    public static string TopicOf(byte[] message)
    {
        int at = TopicAt(message);
        return System.Text.Encoding.UTF8.GetString(message, at + 2, message[at] << 8 | message[at + 1]);
    }

    /// <summary>What the receiver of a message would answer.</summary>
    public static byte[] AcknowledgementOf(byte[] message)
    {
        int at = TopicAt(message);
        at += 2 + (message[at] << 8 | message[at + 1]); // the topic
        return [0x40, 2, message[at], message[at + 1]];
    }

    private static int TopicAt(byte[] message)
    {
        int at = 1;
        while (message[at++] >= 0x80)
        {
        }

        return at;
    }
}
