import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** What a company consists of beside its people. The `_id` is what others refer to: a code, a driver's id, a plate. */

@Schema({ collection: 'areas', versionKey: false })
export class AreaRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  name!: string;
}
export const AreaSchema = SchemaFactory.createForClass(AreaRecord);

@Schema({ collection: 'departments', versionKey: false })
export class DepartmentRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  name!: string;

  @Prop({ type: String })
  areaCode?: string;
}
export const DepartmentSchema = SchemaFactory.createForClass(DepartmentRecord);

@Schema({ collection: 'designations', versionKey: false })
export class DesignationRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  title!: string;

  @Prop({ type: String, required: true })
  grade!: string;
}
export const DesignationSchema = SchemaFactory.createForClass(DesignationRecord);

@Schema({ collection: 'drivers', versionKey: false })
export class DriverRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true, index: true })
  employeeId!: string;

  @Prop({ type: String, required: true })
  licence!: string;
}
export const DriverSchema = SchemaFactory.createForClass(DriverRecord);

@Schema({ collection: 'cars', versionKey: false })
export class CarRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  model!: string;

  @Prop({ type: String, index: true })
  driverId?: string;
}
export const CarSchema = SchemaFactory.createForClass(CarRecord);
