using System.Text;

namespace EdgePos.Fleet;

/// <summary>How long a message of ours is as a packet. Source: MQTT Version 5.0, 2.1.4, 3.3 and 3.4.</summary>
internal static class MqttBytes
{
    private const int Acknowledgement = 4; // PUBACK, success
    private const int PacketId = 2, LengthOfText = 2, ExpiryProperty = 5;
    private const string ContentType = "application/protobuf";

    /// <summary>A PUBLISH of QoS 1 with its content type, and the PUBACK for it.</summary>
    public static int OfPublish(string topic, int payload, bool expires)
    {
        int properties = 1 + LengthOfText + ContentType.Length + (expires ? ExpiryProperty : 0);
        int rest = LengthOfText + Encoding.UTF8.GetByteCount(topic) + PacketId + OfLength(properties) + properties + payload;
        return 1 + OfLength(rest) + rest + Acknowledgement;
    }

    // Seven bits a byte.
    private static int OfLength(int length) => length < 128 ? 1 : length < 16_384 ? 2 : length < 2_097_152 ? 3 : 4;
}
