package org.dromedary.dicom.codec.jpeg;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.dromedary.dicom.codec.frame.PixelFormat;

/** The JDK's JPEG, which is the Independent JPEG Group's library: what it writes, and what it makes of codestreams. */
final class JdkJpeg {

    private JdkJpeg() {
    }

    /** Encodes a frame of grey or RGB samples of 8 bits, the latter as YCbCr with halved colour in both directions. */
    static byte[] encode(byte[] frame, PixelFormat format, boolean progressive, float quality) {
        BufferedImage image = new BufferedImage(format.columns(), format.rows(),
                format.samples() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        int[] pixels = new int[frame.length];
        for (int i = 0; i < frame.length; i++) {
            pixels[i] = frame[i] & 0xFF;
        }
        image.getRaster().setPixels(0, 0, format.columns(), format.rows(), pixels);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(
                    progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** The samples as they are coded, by pixel. */
    static byte[] decode(byte[] codestream) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(codestream))) {
            reader.setInput(stream);
            Raster raster = reader.readRaster(0, null);
            int[] pixels = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
            byte[] frame = new byte[pixels.length];
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (byte) pixels[i];
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reader.dispose();
        }
    }
}
